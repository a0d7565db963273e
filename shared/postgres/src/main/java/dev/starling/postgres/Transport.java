package dev.starling.postgres;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Trust of a connection, as {@code sslmode} says. */
final class Transport {
  private static final String SYSTEM = "system";

  private Transport() {}

  /**
   * Reads files; blocks for that.
   *
   * @throws IllegalArgumentException when there are no certificates
   */
  static ClientSSLOptions options(PostgresUri.Encryption encryption) {
    PostgresUri.SslMode mode = encryption.mode();
    ClientSSLOptions tls = new ClientSSLOptions();
    // As libpq: with an authority, certificates are checked also with sslmode=require.
    boolean checked =
        mode.compareTo(PostgresUri.SslMode.VERIFY_CA) >= 0
            || mode == PostgresUri.SslMode.REQUIRE && encryption.authority().isPresent();
    if (checked) {
      tls.setTrustOptions(trust(encryption.authority().orElse(SYSTEM)));
      tls.setHostnameVerificationAlgorithm(mode == PostgresUri.SslMode.VERIFY_FULL ? "HTTPS" : "");
    } else {
      // Encrypted, and no more than that: so these modes are defined.
      tls.setTrustAll(true).setHostnameVerificationAlgorithm("");
    }
    return tls;
  }

  private static PemTrustOptions trust(String authority) {
    try {
      Collection<? extends Certificate> roots =
          authority.equals(SYSTEM) ? ofSystem() : read(Path.of(authority));
      if (roots.isEmpty()) {
        throw new CertificateException("there are none");
      }
      PemTrustOptions trusted = new PemTrustOptions();
      for (Certificate root : roots) {
        trusted.addCertValue(pem(root));
      }
      return trusted;
    } catch (GeneralSecurityException | IOException | InvalidPathException failure) {
      throw new IllegalArgumentException(
          "no certificates can be read from " + authority + ": " + failure, failure);
    }
  }

  private static Collection<? extends Certificate> read(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(input);
    }
  }

  private static Collection<? extends Certificate> ofSystem() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
    return List.of(manager.getAcceptedIssuers());
  }

  private static Buffer pem(Certificate certificate) throws CertificateEncodingException {
    String text = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
    return Buffer.buffer("-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
  }
}
