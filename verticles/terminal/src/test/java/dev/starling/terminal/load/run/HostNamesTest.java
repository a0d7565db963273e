package dev.starling.terminal.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.terminal.load.Plans;
import dev.starling.testing.Authority;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class HostNamesTest {
  private final Authority authority = new Authority("ours");
  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path folder;
  private AutoCloseable trust;

  @BeforeEach
  void start() {
    trust = authority.trustedByDefault(folder);
  }

  @AfterEach
  void stop() throws Exception {
    trust.close();
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void a_server_is_asked_only_under_a_name_of_its_certificate() throws Exception {
    int named = listen(authority.issueFor("localhost"));
    int numbered = listen(authority.issueFor("127.0.0.1"));
    assertThat(succeeded(Plans.of("https://localhost:" + named + "/"))).isEqualTo(4);
    assertThat(succeeded(Plans.of("https://127.0.0.1:" + numbered + "/"))).isEqualTo(4);
    assertThatThrownBy(() -> succeeded(Plans.of("https://127.0.0.1:" + named + "/")))
        .isInstanceOf(LoadFailedException.class);
    assertThatThrownBy(() -> succeeded(Plans.of("https://localhost:" + numbered + "/")))
        .isInstanceOf(LoadFailedException.class);
  }

  private int listen(Authority.Issued shown) throws Exception {
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

  private static long succeeded(Plans plans) throws LoadFailedException, InterruptedException {
    return new LoadRun(plans.requests(4).plan(), new Unwatched()).run().statistics().succeeded();
  }
}
