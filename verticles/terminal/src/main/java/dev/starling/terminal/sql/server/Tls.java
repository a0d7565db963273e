package dev.starling.terminal.sql.server;

import dev.starling.terminal.sql.server.ServerFailure.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
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

/** Whom a connection trusts, as {@code sslmode} says. */
final class Tls {
  private static final String SYSTEM = "system";

  private Tls() {}

  static void configure(PgConnectOptions options, Address address) throws ServerFailure {
    SslMode mode = address.sslMode();
    options.setSslMode(mode);
    ClientSSLOptions tls = new ClientSSLOptions();
    if (mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL) {
      tls.setTrustOptions(trust(address.rootCertificate().orElse(SYSTEM)));
      tls.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
    } else {
      // Encrypted, and no more than that: so these modes are defined.
      tls.setTrustAll(true).setHostnameVerificationAlgorithm("");
    }
    options.setSslOptions(tls);
  }

  private static PemTrustOptions trust(String rootCertificate) throws ServerFailure {
    try {
      Collection<? extends Certificate> roots =
          rootCertificate.equals(SYSTEM) ? ofSystem() : read(Path.of(rootCertificate));
      if (roots.isEmpty()) {
        throw new CertificateException("there are none");
      }
      PemTrustOptions trusted = new PemTrustOptions();
      for (Certificate root : roots) {
        trusted.addCertValue(pem(root));
      }
      return trusted;
    } catch (GeneralSecurityException | IOException | InvalidPathException failure) {
      throw new ServerFailure(
          Kind.OTHER, "no certificates can be read from " + rootCertificate + ": " + failure);
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
