package dev.starling.testing;

import io.netty.util.NetUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/** Signs certificates for tests, with keys on the curve P-256. */
public final class Authority {
  /** What a certificate is for. */
  public enum Use {
    SERVER("06082b06010505070301"),
    CLIENT("06082b06010505070302");

    private final byte[] id;

    Use(String id) {
      this.id = HexFormat.of().parseHex(id);
    }
  }

  private static final String BASIC_CONSTRAINTS = "0603551d13";
  private static final String ALTERNATIVE_NAMES = "0603551d11";
  private static final String EXTENDED_USE = "0603551d25";
  private static final String ECDSA_SHA_256 = "06082a8648ce3d040302";
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";
  private static final String STORE_PASSWORD = "trusted";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final X500Principal name;
  private final KeyPair keys = newKeys();
  private final X509Certificate certificate;

  /** A certificate and its key, in PEM format. */
  public record Issued(X509Certificate certificate, String certificatePem, String keyPem) {
    /** Writes both. */
    public void write(Path certificateFile, Path keyFile) throws IOException {
      Files.writeString(certificateFile, certificatePem);
      Files.writeString(keyFile, keyPem);
    }
  }

  /** A new one, which trusts itself. */
  public Authority(String name) {
    this.name = new X500Principal("CN=" + name);
    byte[] isAuthority = extension(BASIC_CONSTRAINTS, sequence(new byte[] {1, 1, (byte) 0xff}));
    this.certificate = sign(this.name, keys.getPublic(), inADay(), List.of(isAuthority));
  }

  /** Its own certificate, in PEM format. */
  public String pem() {
    return pem(certificate);
  }

  /** A certificate for localhost, valid for a day, for every use. */
  public Issued issue() {
    return issue(inADay(), List.of());
  }

  /**
   * A certificate for localhost.
   *
   * @param uses all when empty
   */
  public Issued issue(Instant expiry, List<Use> uses) {
    return issue(expiry, uses, "localhost");
  }

  /** A certificate for a host name, which may begin with {@code *.}, or an IP address. */
  public Issued issueFor(String host) {
    return issue(inADay(), List.of(), host);
  }

  private Issued issue(Instant expiry, List<Use> uses, String host) {
    KeyPair subject = newKeys();
    byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
    byte[] name =
        address == null
            ? tagged(0x82, host.getBytes(StandardCharsets.US_ASCII))
            : tagged(0x87, address);
    byte[] names = extension(ALTERNATIVE_NAMES, sequence(name));
    byte[] ids = uses.stream().map(use -> use.id).reduce(new byte[0], Authority::joined);
    List<byte[]> extensions =
        uses.isEmpty() ? List.of(names) : List.of(names, extension(EXTENDED_USE, sequence(ids)));
    X509Certificate signed =
        sign(new X500Principal("CN=" + host), subject.getPublic(), expiry, extensions);
    return new Issued(signed, pem(signed), pem("PRIVATE KEY", subject.getPrivate().getEncoded()));
  }

  /** What a client has that trusts this authority alone. */
  public SSLContext trusting() {
    return context(null);
  }

  /**
   * What a member of a cluster has: it trusts this authority alone, and shows a certificate of it.
   */
  public SSLContext member() {
    KeyPair own = newKeys();
    X509Certificate shown =
        sign(new X500Principal("CN=member"), own.getPublic(), inADay(), List.of());
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("own", own.getPrivate(), new char[0], new Certificate[] {shown});
      KeyManagerFactory keyManagers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(store, new char[0]);
      return context(keyManagers.getKeyManagers());
    } catch (GeneralSecurityException | IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /**
   * Makes clients of this JVM without a trust setting of their own trust this authority alone,
   * until it is closed.
   *
   * @param folder for a file
   */
  public AutoCloseable trustedByDefault(Path folder) {
    Path file = folder.resolve("trusted.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted().store(out, STORE_PASSWORD.toCharArray());
    } catch (GeneralSecurityException | IOException failure) {
      throw new IllegalStateException(failure);
    }
    System.setProperty(TRUST_STORE, file.toString());
    System.setProperty(TRUST_STORE_PASSWORD, STORE_PASSWORD);
    return () -> {
      System.clearProperty(TRUST_STORE);
      System.clearProperty(TRUST_STORE_PASSWORD);
    };
  }

  private KeyStore trusted() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", certificate);
    return trusted;
  }

  private SSLContext context(KeyManager[] shown) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(shown, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A certificate as RFC 5280, section 4.1, has it. */
  private X509Certificate sign(
      X500Principal subject, PublicKey key, Instant expiry, List<byte[]> extensions) {
    byte[] algorithm = sequence(HexFormat.of().parseHex(ECDSA_SHA_256));
    byte[] version3 = tagged(0xa0, tagged(2, new byte[] {2}));
    byte[] serial = tagged(2, new BigInteger(63, new SecureRandom()).toByteArray());
    Instant begin = Instant.now().minus(Duration.ofDays(30));
    byte[] all = extensions.stream().reduce(new byte[0], Authority::joined);
    byte[] body =
        sequence(
            version3,
            serial,
            algorithm,
            name.getEncoded(),
            sequence(time(begin), time(expiry)),
            subject.getEncoded(),
            key.getEncoded(),
            tagged(0xa3, sequence(all)));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(body);
      byte[] bits = tagged(3, joined(new byte[1], signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(sequence(body, algorithm, bits)));
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Instant inADay() {
    return Instant.now().plus(Duration.ofDays(1));
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static byte[] extension(String id, byte[] value) {
    return sequence(HexFormat.of().parseHex(id), tagged(4, value));
  }

  private static byte[] time(Instant time) {
    return tagged(0x17, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sequence(byte[]... parts) {
    byte[] all = new byte[0];
    for (byte[] part : parts) {
      all = joined(all, part);
    }
    return tagged(0x30, all);
  }

  /** DER (X.690): the tag, the length in as few bytes as it takes, the content. */
  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  private static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String pem(String what, byte[] encoded) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(encoded), what);
  }
}
