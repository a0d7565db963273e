package dev.starling.web.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.problem.ProblemException;
import dev.starling.core.settings.BadSetting;
import dev.starling.testing.BearerToken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An issuer that publishes keys over HTTP, and a service that verifies tokens with them. */
class PublishedKeysTest {
  private static final long SECONDS = 60;
  private static final Duration SELDOM = Duration.ofHours(1);
  private static final SigningKey OLD = new SigningKey("old", 2_048);
  private static final SigningKey NEW = new SigningKey("new", 2_048);

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile JsonObject published = SigningKey.set(OLD);
  private volatile int status = 200;
  private String address;

  @BeforeEach
  void publish() throws TimeoutException {
    HttpServer server =
        await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    address = "http://127.0.0.1:" + server.actualPort() + "/keys";
  }

  @AfterEach
  void close() throws TimeoutException {
    await(vertx.close());
  }

  private void answer(HttpServerRequest request) {
    reads.incrementAndGet();
    request.response().setStatusCode(status).end(published.toBuffer());
  }

  @Test
  void a_token_is_verified_with_a_published_key() throws TimeoutException {
    Service service = new Service(address, SELDOM);
    assertThat(await(service.verified(OLD))).isTrue();
    assertThat(service.keys.unavailable()).isEmpty();
    assertThat(registry.get("starling.auth.keys").gauge().value()).isEqualTo(1);
  }

  @Test
  void a_token_by_a_key_that_is_new_has_the_keys_read_again() throws TimeoutException {
    Service service = new Service(address, SELDOM);
    assertThat(await(service.verified(OLD))).isTrue();
    published = SigningKey.set(OLD, NEW);
    later();
    assertThat(await(service.verified(NEW))).isTrue();
    assertThat(await(service.verified(OLD))).isTrue();
  }

  @Test
  void a_key_that_is_no_longer_published_verifies_nothing_once_that_is_known()
      throws TimeoutException {
    Service service = new Service(address, SELDOM);
    assertThat(await(service.verified(OLD))).isTrue();
    published = SigningKey.set(NEW);
    later();
    assertThat(await(service.verified(NEW))).isTrue();
    assertThat(await(service.verified(OLD))).isFalse();
  }

  @Test
  void tokens_with_invented_keys_do_not_have_the_keys_read_each_time() throws TimeoutException {
    Service service = new Service(address, SELDOM);
    assertThat(await(service.verified(OLD))).isTrue();
    for (int i = 0; i < 20; i++) {
      assertThat(await(service.verified(NEW))).isFalse();
    }
    assertThat(reads).hasValue(1);
    later();
    assertThat(await(service.verified(NEW))).isFalse();
    assertThat(reads).hasValue(2);
  }

  @Test
  void a_key_of_the_right_name_that_did_not_sign_is_not_looked_for_again() throws TimeoutException {
    Service service = new Service(address, SELDOM);
    assertThat(await(service.verified(OLD))).isTrue();
    later();
    assertThat(await(service.verified(new SigningKey("old", 2_048)))).isFalse();
    assertThat(reads).hasValue(1);
  }

  @Test
  void what_is_published_is_no_secret_to_sign_with() throws TimeoutException {
    Service service = new Service(address, SELDOM);
    assertThat(await(service.verified(OLD))).isTrue();
    String modulus = OLD.published().getString("n");
    String forged =
        BearerToken.signed(modulus, "{\"alg\":\"HS256\",\"kid\":\"old\"}", "{\"sub\":\"ada\"}");
    assertThatThrownBy(() -> await(service.signatures.verify(forged)))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void keys_stay_while_the_issuer_is_away() throws TimeoutException {
    Service service = new Service(address, SELDOM);
    assertThat(await(service.verified(OLD))).isTrue();
    status = 500;
    later();
    assertThat(await(service.verified(NEW))).isFalse();
    assertThat(await(service.verified(OLD))).isTrue();
    assertThat(registry.get("starling.auth.keys.failures").counter().count()).isEqualTo(1);
  }

  @Test
  void without_any_keys_yet_a_token_is_answered_with_503() throws TimeoutException {
    status = 404;
    Service service = new Service(address, SELDOM);
    assertThatThrownBy(() -> await(service.signatures.verify(OLD.token("ada"))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            failure -> assertThat(failure.problem().status()).isEqualTo(503));
    assertThat(service.keys.unavailable()).get().asString().contains("answered with 404");
  }

  @Test
  void keys_are_read_again_by_themselves(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys.json");
    write(file, SigningKey.set(OLD));
    Service service = new Service(file.toString(), Duration.ofMillis(20));
    assertThat(await(service.verified(OLD))).isTrue();
    write(file, SigningKey.set(NEW));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!await(service.verified(NEW))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
    assertThat(await(service.verified(OLD))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example.org/keys",
        "https://user@login.example.org/keys",
        "https:///keys",
        "https://login example.org/keys"
      })
  void an_address_that_is_not_safe_is_a_bad_setting(String place) {
    assertThatThrownBy(() -> KeySource.check(place)).isInstanceOf(BadSetting.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://login.example.org/keys", "http://localhost:8443/keys", "/etc/keys.json"})
  void addresses_with_tls_of_this_machine_and_files_are_good(String place) {
    KeySource.check(place);
  }

  private void later() {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(11));
  }

  private static void write(Path file, JsonObject set) throws IOException {
    Path fresh = file.resolveSibling("fresh");
    Files.write(fresh, set.toBuffer().getBytes());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(SECONDS, TimeUnit.SECONDS);
  }

  private final class Service {
    private final PublishedKeys keys;
    private final Signatures signatures;

    private Service(String place, Duration refresh) throws TimeoutException {
      keys = new PublishedKeys(place, refresh, registry, nanos::get);
      await(vertx.deployVerticle(keys));
      signatures = Signatures.by(vertx, keys);
    }

    private Future<Boolean> verified(SigningKey key) {
      return signatures
          .verify(key.token("ada"))
          .transform(result -> Future.succeededFuture(result.succeeded()));
    }
  }
}
