package dev.starling.web.management;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.starling.core.observability.Management;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LoggersPageTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String NAME = "loggers.page.test.One";

  private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
  private final Logger logger = (Logger) LoggerFactory.getLogger(NAME);
  private final Level before = root.getLevel();
  private final Management management = new Management();
  private int port;

  @BeforeEach
  void serve() {
    port = management.serve("127.0.0.1", 0, true, Optional.empty()).await();
    logger.setLevel(Level.ERROR);
  }

  @AfterEach
  void close() {
    management.close().await();
    logger.setLevel(null);
    root.setLevel(before);
  }

  @Test
  void a_level_is_changed_and_put_back() throws Exception {
    assertThat(put(NAME, "{\"level\":\"debug\"}").statusCode()).isEqualTo(204);
    assertThat(logger.getLevel()).isEqualTo(Level.DEBUG);
    assertThat(list().getJsonObject("loggers").getString(NAME)).isEqualTo("debug");

    assertThat(put(NAME, "{\"level\":\"trace\"}").statusCode()).isEqualTo(204);
    assertThat(put(NAME, "{}").statusCode()).isEqualTo(204);
    assertThat(logger.getLevel()).isEqualTo(Level.ERROR);
    assertThat(put(NAME, "{\"level\":null}").statusCode()).isEqualTo(204);
    assertThat(logger.getLevel()).isEqualTo(Level.ERROR);
  }

  @Test
  void a_package_and_the_root_can_be_changed() throws Exception {
    assertThat(put("loggers.page", "{\"level\":\"info\"}").statusCode()).isEqualTo(204);
    assertThat(((Logger) LoggerFactory.getLogger("loggers.page.Two")).getEffectiveLevel())
        .isEqualTo(Level.INFO);
    assertThat(put("loggers.page", "{}").statusCode()).isEqualTo(204);
    assertThat(list().getJsonObject("loggers").fieldNames()).doesNotContain("loggers.page");

    assertThat(put("ROOT", "{\"level\":\"error\"}").statusCode()).isEqualTo(204);
    assertThat(list().getString("root")).isEqualTo("error");
    assertThat(put("root", "{}").statusCode()).isEqualTo(204);
    assertThat(root.getLevel()).isEqualTo(before);
  }

  @Test
  void a_level_falls_back_when_its_time_is_over() throws Exception {
    CountDownLatch back = new CountDownLatch(1);
    logger
        .getLoggerContext()
        .addListener(
            new LevelListener(
                (changed, level) -> {
                  if (changed == logger && level == Level.ERROR) {
                    back.countDown();
                  }
                }));
    assertThat(put(NAME, "{\"level\":\"debug\",\"for\":\"1h\"}").statusCode()).isEqualTo(204);
    assertThat(list().getJsonObject("until").getString(NAME)).endsWith("Z");
    assertThat(put(NAME, "{\"level\":\"info\",\"for\":\"300ms\"}").statusCode()).isEqualTo(204);
    assertThat(back.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(list().getJsonObject("until").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        NAME + "|{\"level\":\"loud\"}|400|error, warn, info, debug, trace",
        NAME + "|{\"level\":\"off\"}|400|error, warn, info, debug, trace",
        NAME + "|{\"level\":7}|400|level: valid is a text",
        NAME + "|{\"level\":\"debug\",\"for\":\"25h\"}|400|24h at most",
        NAME + "|{\"level\":\"debug\",\"for\":\"0s\"}|400|24h at most",
        NAME + "|{\"level\":\"debug\",\"for\":\"soon\"}|400|24h at most",
        NAME + "|{\"for\":\"1m\"}|400|goes with a level",
        NAME + "|{\"level\":\"debug\",\"until\":\"9\"}|400|valid are level, and for",
        NAME + "|[]|400|no JSON object",
        NAME + "|null|400|no JSON object",
        NAME + "|debug|400|no JSON object",
        "no.such.Logger|{\"level\":\"debug\"}|404|no such logger",
      })
  void what_is_wrong_is_told(String name, String body, int status, String detail) throws Exception {
    HttpResponse<String> answer = put(name, body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(new JsonObject(answer.body()).getString("detail")).contains(detail);
    assertThat(logger.getLevel()).isEqualTo(Level.ERROR);
    assertThat(logger.getLoggerContext().exists("no.such.Logger")).isNull();
  }

  @Test
  void long_bodies_pages_in_browsers_and_other_methods_are_refused() throws Exception {
    assertThat(put(NAME, "{\"level\":\"debug\"" + " ".repeat(2_000) + "}").statusCode())
        .isEqualTo(413);
    HttpRequest.Builder page =
        request(NAME).header("Origin", "http://127.0.0.1:" + port).PUT(json("{}"));
    assertThat(send(page).statusCode()).isEqualTo(403);
    HttpResponse<String> post = send(request(NAME).POST(json("{}")));
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).contains("PUT");
    assertThat(logger.getLevel()).isEqualTo(Level.ERROR);
  }

  @Test
  void nothing_is_there_unless_it_is_switched_on() throws Exception {
    port = management.serve("127.0.0.1", 0, false, Optional.empty()).await();
    assertThat(put(NAME, "{\"level\":\"debug\"}").statusCode()).isEqualTo(405);
    assertThat(send(HttpRequest.newBuilder(uri("/loggers"))).statusCode()).isEqualTo(404);
    assertThat(logger.getLevel()).isEqualTo(Level.ERROR);
  }

  private JsonObject list() throws IOException, InterruptedException {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/loggers")));
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private HttpResponse<String> put(String name, String body)
      throws IOException, InterruptedException {
    return send(request(name).PUT(json(body)));
  }

  private static HttpRequest.BodyPublisher json(String text) {
    return HttpRequest.BodyPublishers.ofString(text);
  }

  private HttpRequest.Builder request(String name) {
    return HttpRequest.newBuilder(uri("/loggers/" + name));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
