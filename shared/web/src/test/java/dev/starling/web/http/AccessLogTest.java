package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.starling.testing.TcpClient;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(180)
class AccessLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("access");
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void every_answer_has_its_line() throws Exception {
    try (FrontRig rig =
        new FrontRig(FrontRig.Setup.PLAIN.logged(), request -> request.response().end("hello"))) {
      rig.talk("GET /a?b=c HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: me\r\n\r\n");
      assertThat(lines.poll(60, TimeUnit.SECONDS))
          .matches("GET /a\\?b=c 200 5 B [0-9.]+ ms id=me peer=127.0.0.1");
      assertThat(lines).isEmpty();
    }
  }

  @Test
  void a_token_in_the_query_is_not_in_the_line() throws Exception {
    try (FrontRig rig =
        new FrontRig(FrontRig.Setup.PLAIN.logged(), request -> request.response().end())) {
      rig.talk(
          "GET /a?b=c&access_token=s.e.c&d=e HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(lines.poll(60, TimeUnit.SECONDS))
          .startsWith("GET /a?b=c&access_token=***&d=e 200 ");
    }
  }

  @Test
  void an_answer_over_http_2_has_one_too() throws Exception {
    try (FrontRig rig =
        new FrontRig(FrontRig.Setup.PLAIN.logged(), request -> request.response().end("hello"))) {
      HttpClientOptions http2 =
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false);
      // Kept until it is closed: one that nobody holds is collected, with its connections.
      HttpClient client = rig.vertx.createHttpClient(http2);
      client
          .request(HttpMethod.GET, rig.port, "127.0.0.1", "/")
          .compose(request -> request.send().compose(response -> response.body()))
          .await();
      client.close().await();
      assertThat(lines.poll(60, TimeUnit.SECONDS)).matches("GET / 200 5 B .* peer=127.0.0.1");
      assertThat(lines).isEmpty();
    }
  }

  @Test
  void what_the_client_sends_can_not_forge_one() throws Exception {
    try (FrontRig rig =
        new FrontRig(FrontRig.Setup.PLAIN.logged(), request -> request.response().end())) {
      rig.talk("GET /\u001b[2J\\\u00e9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(lines.poll(60, TimeUnit.SECONDS)).matches("[ -~]+").contains("/\\u001b[2J\\u005c");
    }
  }

  @Test
  void an_answer_that_the_client_did_not_wait_for_is_logged_as_cut_off() throws Exception {
    try (FrontRig rig = new FrontRig(FrontRig.Setup.PLAIN.logged(), request -> {})) {
      try (TcpClient client = rig.connect()) {
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        client.endOutput();
        client.rest();
      }
      assertThat(lines.poll(60, TimeUnit.SECONDS)).endsWith("(cut off)");
    }
  }

  @Test
  void nothing_is_logged_unless_asked_for() throws Exception {
    try (FrontRig rig = FrontRig.of(request -> request.response().end())) {
      rig.talk("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(lines).isEmpty();
    }
  }
}
