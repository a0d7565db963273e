package dev.starling.core.tls;

import dev.starling.core.text.RootCause;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * A certificate and its key, and who must vouch for the other side: read at one moment, and found
 * to fit together. Immutable.
 */
public final class Credentials {
  private static final int CERTIFICATE = 0;
  private static final int KEY = 1;
  private static final int AUTHORITY = 2;

  private final List<Buffer> pem;
  private final X509ExtendedKeyManager keyManager;
  private final X509Certificate certificate;

  private Credentials(
      List<Buffer> pem, X509ExtendedKeyManager keyManager, X509Certificate certificate) {
    this.pem = pem;
    this.keyManager = keyManager;
    this.certificate = certificate;
  }

  static Credentials of(PemFiles files, List<Buffer> pem) throws UnusableFiles {
    files.certificateFile().certificates(pem.get(CERTIFICATE));
    X509ExtendedKeyManager keyManager;
    X509Certificate[] chain;
    PrivateKey key;
    try {
      PemKeyCertOptions options = keyCert(pem);
      KeyStore store = options.loadKeyStore(null);
      String alias = store.aliases().nextElement();
      keyManager = (X509ExtendedKeyManager) options.getKeyManagerFactory(null).getKeyManagers()[0];
      chain = keyManager.getCertificateChain(alias);
      key = keyManager.getPrivateKey(alias);
    } catch (Exception failure) {
      // Vert.x and Java have a dozen kinds of exception for what may be in such a file.
      throw UnusableFiles.because(files.keyFile(), failure);
    }
    if (!fits(key, chain[0].getPublicKey())) {
      throw UnusableFiles.which(
          files.keyFile(), "is not the key of " + files.certificateFile(), null);
    }
    if (files.authority().isPresent()) {
      vouched(files, trust(files.authorityFile().certificates(pem.get(AUTHORITY))), chain);
    }
    return new Credentials(pem, keyManager, chain[0]);
  }

  /** The certificate and its key, for Vert.x. */
  public PemKeyCertOptions keyCert() {
    return keyCert(pem);
  }

  /** Authority that must vouch for the other side, for Vert.x; only of files that name one. */
  public PemTrustOptions trust() {
    return new PemTrustOptions().addCertValue(pem.get(AUTHORITY));
  }

  /** Until when the certificate is valid. */
  public Instant expiry() {
    return certificate.getNotAfter().toInstant();
  }

  X509ExtendedKeyManager keyManager() {
    return keyManager;
  }

  /** Whether the files hold nothing else now. */
  boolean isMadeOf(List<Buffer> contents) {
    return pem.equals(contents);
  }

  private static PemKeyCertOptions keyCert(List<Buffer> pem) {
    return new PemKeyCertOptions().addCertValue(pem.get(CERTIFICATE)).addKeyValue(pem.get(KEY));
  }

  private static X509TrustManager trust(Collection<? extends Certificate> authorities) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (Certificate authority : authorities) {
        trusted.setCertificateEntry(Integer.toString(trusted.size()), authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return (X509TrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException failure) {
      throw new IllegalStateException("Java cannot trust certificates", failure);
    }
  }

  private static boolean fits(PrivateKey key, PublicKey certified) {
    byte[] text = "signed by one, verified by the other".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature =
          Signature.getInstance(
              key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException failure) {
      return false;
    }
  }

  /** Those that trust the same authority would let this one in, as client and as server. */
  private static void vouched(PemFiles files, X509TrustManager others, X509Certificate[] chain)
      throws UnusableFiles {
    try {
      others.checkServerTrusted(chain, "UNKNOWN");
      others.checkClientTrusted(chain, "UNKNOWN");
    } catch (CertificateException failure) {
      throw UnusableFiles.which(
          files.certificateFile(),
          "would be refused with " + files.authorityFile() + ": " + RootCause.line(failure),
          failure);
    }
  }
}
