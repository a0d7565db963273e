package dev.starling.shop.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.starling.testing.FreePorts;
import dev.starling.testing.TestService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NoCollectorTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Logger logger =
      (Logger) LoggerFactory.getLogger("dev.starling.core.observability.tracing.CollectorExporter");
  private final Lines lines = new Lines();

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final BlockingQueue<String> written = new LinkedBlockingQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      written.add(event.getFormattedMessage());
    }
  }

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(lines);
  }

  @Test
  void a_collector_that_is_away_costs_one_line_and_no_request() throws Exception {
    int nobody = FreePorts.one();
    try (TestService service =
        TestService.start(
            Branch.definition(true),
            Map.of(
                "tracing.enabled", "true",
                "tracing.endpoint", "http://127.0.0.1:" + nobody,
                "http.port", "0"))) {
      assertThat(status(service)).isEqualTo(503);
      assertThat(lines.written.poll(60, TimeUnit.SECONDS))
          .contains("http://127.0.0.1:" + nobody + "/v1/traces takes no traces: ConnectException");
      assertThat(status(service)).isEqualTo(503);
    }
    // The second could not be sent either, at the latest before the end.
    assertThat(lines.written).isEmpty();
  }

  private static int status(TestService service) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + service.port("http") + "/branch/none"))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
