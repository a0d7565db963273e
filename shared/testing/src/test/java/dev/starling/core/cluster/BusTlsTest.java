package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.starling.testing.Authority;
import dev.starling.testing.FreePorts;
import dev.starling.testing.TcpClient;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Four instances that Hazelcast takes for one cluster: two with certificates of one authority, one
 * with a certificate of another, one without any.
 */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BusTlsTest {
  private static final int CLUSTER_PORT = FreePorts.one();
  private static final long JOIN_SECONDS = 60;

  /** For an answer that comes. */
  private static final long PATIENCE_MILLIS = 60_000;

  /** For one that does not: far longer than it takes where it does. */
  private static final long SILENCE_MILLIS = 2_000;

  private static final Authority OURS = new Authority("ours");
  private static final Authority THEIRS = new Authority("theirs");

  @TempDir private static Path folder;
  private static TlsMember ann;
  private static TlsMember bob;
  private static TlsMember stranger;
  private static TlsMember plain;

  // Of a message to all Vert.x complains anew for each instance that cannot be reached.
  private static final Logger COMPLAINTS =
      (Logger) LoggerFactory.getLogger("io.vertx.core.impl.ContextImpl");

  @BeforeAll
  static void start() throws Exception {
    COMPLAINTS.setLevel(Level.OFF);
    ann = member("ann");
    bob = member("bob");
    stranger = member("stranger");
    plain = member("plain");
    // One is there first: those that start at the same moment take a while to find each other.
    ann.join(OURS).get(JOIN_SECONDS, TimeUnit.SECONDS);
    for (var joining : List.of(bob.join(OURS), stranger.join(THEIRS), plain.join())) {
      joining.get(JOIN_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(ann.node().membership().instances()).hasSize(4);
  }

  @AfterAll
  static void stop() throws TimeoutException {
    for (TlsMember member : List.of(plain, stranger, bob, ann)) {
      member.close();
    }
    COMPLAINTS.setLevel(null);
  }

  @Test
  void instances_with_certificates_of_one_authority_hear_each_other() throws TimeoutException {
    assertThat(answer(ann.ask(bob, PATIENCE_MILLIS))).isEqualTo("ann, this is bob");
    assertThat(answer(bob.ask(ann, PATIENCE_MILLIS))).isEqualTo("bob, this is ann");
  }

  @Test
  void with_another_authority_or_without_a_certificate_none_is_heard_and_none_hears() {
    List<Future<String>> questions =
        List.of(
            stranger.ask(ann, SILENCE_MILLIS),
            ann.ask(stranger, SILENCE_MILLIS),
            plain.ask(ann, SILENCE_MILLIS),
            ann.ask(plain, SILENCE_MILLIS),
            plain.ask(stranger, SILENCE_MILLIS));
    for (Future<String> question : questions) {
      assertThatThrownBy(() -> answer(question)).isInstanceOf(RuntimeException.class);
    }
    assertThat(ann.heard).doesNotContain("stranger", "plain");
    assertThat(stranger.heard).isEmpty();
    assertThat(plain.heard).isEmpty();
  }

  @Test
  void who_shows_no_certificate_is_turned_away_although_it_trusts_the_authority() throws Exception {
    try (SSLSocket client =
        (SSLSocket) OURS.trusting().getSocketFactory().createSocket("127.0.0.1", ann.busPort())) {
      client.setSoTimeout((int) PATIENCE_MILLIS);
      client.startHandshake();
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("fatal alert");
    }
  }

  @Test
  void what_is_not_tls_is_answered_with_nothing_that_could_be_used() throws IOException {
    try (TcpClient client = new TcpClient(ann.busPort())) {
      client.send("GET / HTTP/1.1\r\n\r\n");
      // An alert of TLS, if anything: type 21, and a few bytes.
      assertThat(client.rest()).hasSizeLessThan(8);
    }
  }

  @Test
  void hazelcast_listens_on_the_configured_address_alone() throws IOException {
    new Socket("127.0.0.1", CLUSTER_PORT).close();
    assertThatThrownBy(() -> new Socket("127.0.0.2", CLUSTER_PORT))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void a_change_of_the_authority_takes_effect_without_losing_a_connection() throws Exception {
    List<TlsMember> changing = List.of(ann, bob);
    for (TlsMember member : changing) {
      member.trust(OURS.pem() + THEIRS.pem());
      member.look();
    }
    for (TlsMember member : changing) {
      Authority.Issued renewed = member.certify(THEIRS);
      member.look();
      assertThat(shown(member)).isEqualTo(renewed.certificate());
      member.trust(THEIRS.pem());
      member.look();
    }
    assertThat(answer(ann.ask(bob, PATIENCE_MILLIS))).isEqualTo("ann, this is bob");
    assertThat(answer(stranger.ask(ann, PATIENCE_MILLIS))).isEqualTo("stranger, this is ann");
    assertThat(answer(bob.ask(stranger, PATIENCE_MILLIS))).isEqualTo("bob, this is stranger");
  }

  private static String answer(Future<String> question) throws TimeoutException {
    return question.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Certificate shown(TlsMember member) throws IOException {
    try (SSLSocket client =
        (SSLSocket)
            THEIRS.trusting().getSocketFactory().createSocket("127.0.0.1", member.busPort())) {
      client.setSoTimeout((int) PATIENCE_MILLIS);
      client.startHandshake();
      return client.getSession().getPeerCertificates()[0];
    }
  }

  private static TlsMember member(String name) {
    return new TlsMember(name, folder, CLUSTER_PORT);
  }
}
