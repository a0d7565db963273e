package dev.starling.core.tls;

import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files in PEM format (RFC 7468) that make up an end of TLS connections.
 *
 * @param settings what the names of the settings that name the files begin with, such as {@code
 *     tls}
 * @param certificate the certificate, then those that vouch for it
 * @param key the certificate's private key, not encrypted
 * @param authority who must vouch for the other side; empty where it need not show a certificate
 */
public record PemFiles(String settings, Path certificate, Path key, Optional<Path> authority) {
  /**
   * Reads the files, through links, and checks that they fit together. Blocks.
   *
   * @throws UnusableFiles says in one line what is wrong with which
   */
  public Credentials load() throws UnusableFiles {
    return Credentials.of(this, read());
  }

  /** Contents of the files, in the order of this record's. */
  List<Buffer> read() throws UnusableFiles {
    List<Buffer> contents = new ArrayList<>();
    contents.add(certificateFile().read());
    contents.add(keyFile().read());
    if (authority.isPresent()) {
      contents.add(authorityFile().read());
    }
    return List.copyOf(contents);
  }

  PemFile certificateFile() {
    return new PemFile(
        settings + ".certificate", certificate, "the certificate, then those that vouch for it");
  }

  PemFile keyFile() {
    return new PemFile(settings + ".key", key, "the certificate's private key, not encrypted");
  }

  PemFile authorityFile() {
    return new PemFile(
        settings + ".authority",
        authority.orElseThrow(),
        "the certificates of who must have signed the others'");
  }
}
