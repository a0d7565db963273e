package dev.starling.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.starling.testing.Authority;
import dev.starling.testing.Authority.Issued;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CertificateReloaderTest {
  private final Authority authority = new Authority("ours");
  private final Issued old = authority.issue();
  private final Issued renewed = authority.issue();
  private final List<Credentials> uses = new ArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(CertificateReloader.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @TempDir private Path folder;
  private Path certificate;
  private Path key;
  private CertificateReloader watch;

  @BeforeEach
  void begin() throws Exception {
    certificate = folder.resolve("certificate.pem");
    key = folder.resolve("key.pem");
    old.write(certificate, key);
    lines.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(lines);
    watch = watch();
  }

  @AfterEach
  void end() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void nothing_happens_while_nothing_changes() throws IOException {
    watch.look();
    old.write(certificate, key);
    watch.look();
    assertThat(uses).isEmpty();
    assertThat(lines.list).isEmpty();
  }

  @Test
  void a_renewed_pair_is_used_once() throws IOException {
    renewed.write(certificate, key);
    watch.look();
    watch.look();
    assertThat(shown(uses)).containsExactly(renewed.certificate());
    assertThat(said())
        .containsExactly(
            "INFO tls.certificate %s renewed, valid until %s"
                .formatted(certificate, renewed.certificate().getNotAfter().toInstant()));
  }

  @Test
  void a_pair_that_is_still_being_written_is_waited_for() throws IOException {
    Files.writeString(certificate, renewed.certificatePem());
    watch.look();
    Files.writeString(key, renewed.keyPem());
    watch.look();
    assertThat(shown(uses)).containsExactly(renewed.certificate());
    assertThat(said()).singleElement().asString().contains("renewed");
  }

  @Test
  void what_does_not_fit_is_told_once_and_the_old_pair_stays() throws IOException {
    Files.writeString(certificate, renewed.certificatePem());
    for (int look = 0; look < 4; look++) {
      watch.look();
    }
    assertThat(uses).isEmpty();
    assertThat(said())
        .containsExactly(
            ("WARN tls.key %s is not the key of tls.certificate %s;"
                    + " the certificate in use stays, valid until %s")
                .formatted(key, certificate, old.certificate().getNotAfter().toInstant()));
    assertThat(watch.expiry()).isEqualTo(old.certificate().getNotAfter().toInstant());
  }

  @Test
  void a_second_mistake_is_told_as_well() throws IOException {
    Files.delete(key);
    watch.look();
    watch.look();
    Files.writeString(key, "hello");
    watch.look();
    watch.look();
    assertThat(said()).hasSize(2);
    assertThat(said().get(0)).contains(": no such file;");
    assertThat(said().get(1)).contains("Missing -----BEGIN PRIVATE KEY");
  }

  @Test
  void a_secret_that_kubernetes_renews_behind_links_is_seen() throws Exception {
    Files.delete(certificate);
    Files.delete(key);
    Path first = version("..1", old);
    Path second = version("..2", renewed);
    Path data = folder.resolve("..data");
    Files.createSymbolicLink(data, first.getFileName());
    Files.createSymbolicLink(certificate, Path.of("..data", "certificate.pem"));
    Files.createSymbolicLink(key, Path.of("..data", "key.pem"));
    watch.look();
    assertThat(uses).isEmpty();
    Path swap = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
    Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE);
    watch.look();
    assertThat(shown(uses)).containsExactly(renewed.certificate());
  }

  @Test
  void the_expiry_that_is_measured_is_that_of_the_pair_in_use() throws Exception {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    watch.measure(metrics, "sample", "listeners");
    Instant expiry = Instant.now().plus(9, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    authority.issue(expiry, List.of()).write(certificate, key);
    watch.look();
    assertThat(metrics.get("starling.tls.expiry").tag("use", "listeners").gauge().value())
        .isEqualTo(expiry.getEpochSecond());
  }

  @Test
  void an_expired_certificate_is_warned_of() throws Exception {
    Instant yesterday = Instant.now().minus(1, ChronoUnit.DAYS);
    authority.issue(yesterday, List.of()).write(certificate, key);
    watch.look();
    assertThat(said().get(1)).startsWith("WARN").contains("has expired at ");
  }

  @Test
  void a_handshake_ends_with_the_pair_it_began_with() throws Exception {
    Credentials before = files().load();
    renewed.write(certificate, key);
    Credentials after = files().load();
    ReloadableKeyManager pair = new ReloadableKeyManager(before.keyManager());
    String begun = pair.chooseEngineServerAlias("EC", null, null);
    pair.renew(after.keyManager());
    assertThat(chain(pair, begun)).containsExactly(old.certificate());
    assertThat(pair.getPrivateKey(begun)).isEqualTo(keyOf(before));
    String next = pair.chooseEngineServerAlias("EC", null, null);
    assertThat(chain(pair, next)).containsExactly(renewed.certificate());
    assertThat(pair.getPrivateKey(next)).isEqualTo(keyOf(after)).isNotEqualTo(keyOf(before));
    assertThat(pair.chooseEngineServerAlias("RSA", null, null)).isNull();
  }

  private Path version(String name, Issued issued) throws IOException {
    Path version = Files.createDirectory(folder.resolve(name));
    issued.write(version.resolve("certificate.pem"), version.resolve("key.pem"));
    return version;
  }

  private PemFiles files() {
    return new PemFiles("tls", certificate, key, Optional.empty());
  }

  private CertificateReloader watch() throws UnusableFiles {
    return new CertificateReloader(files(), files().load(), uses::add);
  }

  private List<String> said() {
    return lines.list.stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }

  private static List<X509Certificate> shown(List<Credentials> uses) {
    return uses.stream()
        .map(Credentials::keyManager)
        .map(keys -> chain(keys, keys.chooseEngineServerAlias("EC", null, null))[0])
        .toList();
  }

  private static X509Certificate[] chain(javax.net.ssl.X509ExtendedKeyManager keys, String alias) {
    return keys.getCertificateChain(alias);
  }

  private static PrivateKey keyOf(Credentials credentials) {
    var keys = credentials.keyManager();
    return keys.getPrivateKey(keys.chooseEngineServerAlias("EC", null, null));
  }
}
