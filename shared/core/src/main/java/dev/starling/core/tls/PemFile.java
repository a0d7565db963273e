package dev.starling.core.tls;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/**
 * A file in PEM format (RFC 7468) that a setting names.
 *
 * @param setting the path of the setting
 * @param path the file
 * @param content says for people what should be in it
 */
public record PemFile(String setting, Path path, String content) {
  private static final int LONGEST = 1 << 20;

  /**
   * What is in it, up to 1 MiB; blocks.
   *
   * @throws UnusableFiles when it cannot be read
   */
  public Buffer read() throws UnusableFiles {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw UnusableFiles.because(this, "longer than " + LONGEST + " bytes");
      }
      return Buffer.buffer(bytes);
    } catch (NoSuchFileException failure) {
      throw UnusableFiles.because(this, "no such file");
    } catch (AccessDeniedException failure) {
      throw UnusableFiles.because(this, "may not be read by this process");
    } catch (IOException failure) {
      throw UnusableFiles.because(this, failure);
    }
  }

  /**
   * Reads the certificates in it; blocks.
   *
   * @throws UnusableFiles also when there are none
   */
  public Collection<? extends Certificate> certificates() throws UnusableFiles {
    return certificates(read());
  }

  Collection<? extends Certificate> certificates(Buffer pem) throws UnusableFiles {
    Collection<? extends Certificate> found;
    try {
      found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes()));
    } catch (CertificateException failure) {
      throw UnusableFiles.because(this, failure);
    }
    if (found.isEmpty()) {
      throw UnusableFiles.because(this, "holds no certificate");
    }
    return found;
  }

  /** The setting and the file, for the log. */
  @Override
  public String toString() {
    return setting + " " + path;
  }
}
