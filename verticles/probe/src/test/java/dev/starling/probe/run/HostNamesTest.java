package dev.starling.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.probe.guard.AllowList;
import dev.starling.probe.guard.Guard;
import dev.starling.probe.guard.Target;
import dev.starling.testing.Authority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose certificate is whose (RFC 9110, section 4.3.4; RFC 9525, section 6). */
@Timeout(180)
class HostNamesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Authority AUTHORITY = new Authority("ours");

  @TempDir private static Path folder;
  private static Vertx vertx;
  private static AutoCloseable trust;

  @BeforeAll
  static void start() {
    trust = AUTHORITY.trustedByDefault(folder);
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    trust.close();
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, localhost, true",
    "localhost, 127.0.0.1, false",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, localhost, false",
    "127.0.0.2, 127.0.0.1, false",
    "shop.example.com, SHOP.example.com, true",
    "other.example.com, shop.example.com, false",
    "*.example.com, shop.example.com, true",
    "*.example.com, a.shop.example.com, false",
    "*.example.com, example.com, false",
  })
  void a_server_is_asked_only_under_a_name_of_its_certificate(
      String certified, String asked, boolean good) throws Exception {
    Report report = probe(asked, listen(AUTHORITY.issueFor(certified)));
    assertThat(report.results()).hasSize(good ? 1 : 0);
    assertThat(report.failures()).hasSize(good ? 0 : 1);
  }

  private static int listen(Authority.Issued shown) throws Exception {
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(shown.certificatePem()))
                        .addKeyValue(Buffer.buffer(shown.keyPem()))))
        .requestHandler(request -> request.response().end())
        .listen(0, "127.0.0.1")
        .await(60, TimeUnit.SECONDS)
        .actualPort();
  }

  private static Report probe(String host, int port) throws Exception {
    String url = "https://" + host + ":" + port + "/";
    Guard guard =
        new Guard(
            name -> Future.succeededFuture(List.of(InetAddress.getLoopbackAddress())),
            AllowList.of(Optional.of(List.of("127.0.0.1"))));
    RunRequest runRequest =
        new RunRequest(url, Target.parse(url), 1, 1, HttpMethod.GET, LIMIT, LIMIT);
    RunMetrics metrics = new RunMetrics(new SimpleMeterRegistry());
    Promise<Report> done = Promise.promise();
    vertx.runOnContext(
        v ->
            new Run(vertx, runRequest, new Limits(1_024, 0), guard, metrics)
                .start()
                .onComplete(done));
    return done.future().await(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
