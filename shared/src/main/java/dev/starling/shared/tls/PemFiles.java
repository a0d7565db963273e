package dev.starling.shared.tls;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  private static final int LONGEST = 1 << 20;

  /**
   * Reads the files, through links, and checks that they fit together. Blocks.
   *
   * @throws UnusableFiles says in one line what is wrong with which
   */
  public Credentials load() throws UnusableFiles {
    return Credentials.of(this, read());
  }

  /** What is in the files, in the order of this record's. */
  List<Buffer> read() throws UnusableFiles {
    List<Buffer> contents = new ArrayList<>();
    contents.add(read(nameOfCertificate(), certificate));
    contents.add(read(nameOfKey(), key));
    if (authority.isPresent()) {
      contents.add(read(nameOfAuthority(), authority.get()));
    }
    return List.copyOf(contents);
  }

  String nameOfCertificate() {
    return settings + ".certificate " + certificate;
  }

  String nameOfKey() {
    return settings + ".key " + key;
  }

  String nameOfAuthority() {
    return settings + ".authority " + authority.orElseThrow();
  }

  private static Buffer read(String name, Path file) throws UnusableFiles {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new UnusableFiles(name + ": longer than " + LONGEST + " bytes");
      }
      return Buffer.buffer(bytes);
    } catch (NoSuchFileException failure) {
      throw new UnusableFiles(name + ": no such file");
    } catch (AccessDeniedException failure) {
      throw new UnusableFiles(name + ": may not be read by this process");
    } catch (IOException failure) {
      throw new UnusableFiles(name, failure);
    }
  }
}
