package dev.starling.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TestService;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects as they come over a connection. */
@Timeout(180)
class RedirectsTest {
  private static RawServer target;
  private static TestService service;
  private static ProbeClient probe;

  @BeforeAll
  static void start() throws Exception {
    target = new RawServer();
    service =
        TestService.start(ProbeService.DEFINITION, Map.of("http.port", "0", "allow", "127.0.0.1"));
    probe = new ProbeClient(service);
  }

  @AfterAll
  static void stop() throws TimeoutException {
    service.close();
    target.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/café|/caf%C3%A9",
        "/a b|/a%20b",
        "/x|/x",
        "../up|/up",
        "/a\\b|/a/b",
        "/%zz|/%zz",
        "/[x]|/[x]",
        "?q|/from?q",
        "http:/p|/p",
        "http://127.1:PORT/p|/p",
        "//user:secret@2130706433:PORT/p|/p",
        "//１２７.0.0.1:PORT|/",
        "//%31%32%37.0.0.1:PORT|/"
      })
  void a_redirect_asks_for_what_a_browser_asks_for(String location, String path) throws Exception {
    target.answers("/from", 302, location(location.replace("PORT", "" + target.port())));
    assertThat(seen("/from")).isEqualTo("GET " + path + " HTTP/1.1");
  }

  @Test
  void octets_that_are_no_utf_8_stay_the_same_octets() throws Exception {
    Buffer line = Buffer.buffer("Location: /caf".getBytes(StandardCharsets.US_ASCII));
    target.answers("/from", 302, line.appendByte((byte) 0xe9));
    assertThat(seen("/from")).isEqualTo("GET /caf%E9 HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void the_method_stays_the_same_and_no_credentials_are_sent(int status) throws Exception {
    target.answers("/from", status, location("http://user:secret@127.0.0.1:" + target.port()));
    target.heads();
    assertThat(probe.report(target.url("/from"), 1, "method", "HEAD").encode()).contains("200");
    assertThat(target.heads())
        .hasSize(2)
        .allSatisfy(
            head -> assertThat(head).startsWith("HEAD ").doesNotContainIgnoringCase("authoriz"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 300, 304, 305, 400, 503})
  void a_location_of_another_answer_is_not_followed(int status) throws Exception {
    target.answers("/from", status, location("/to"));
    assertThat(statuses("/from")).containsOnlyKeys("" + status);
    assertThat(target.heads()).hasSize(1);
  }

  @Test
  void a_redirect_to_nowhere_is_the_answer_itself() throws Exception {
    target.answers("/from", 302);
    assertThat(statuses("/from")).containsOnlyKeys("302");
  }

  @Test
  void a_redirect_to_two_places_fails_and_the_same_place_twice_does_not() throws Exception {
    target.answers("/from", 302, location("/a"), location("/b"));
    assertThat(failure("/from")).endsWith("redirects to what is not one URL but several");
    target.answers("/from", 302, location("/a"), location("/a"));
    assertThat(statuses("/from")).containsOnlyKeys("200");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'more than 5 redirects, gave up'",
    "#x, 'more than 5 redirects, gave up'",
    "ftp://127.0.0.1/, redirects to what must begin with http:// or https://",
    "//a b/, redirects to what has no valid host",
    "http://[::ffff:10.0.0.1]/, 10.0.0.1 port 80 is not allowed: its address is private",
    "http://a..b/, no address found for a..b"
  })
  void a_redirect_that_leads_nowhere_says_why(String location, String why) throws Exception {
    target.answers("/from", 302, location(location));
    assertThat(failure("/from")).endsWith(why);
  }

  @Test
  void a_redirect_may_be_longer_than_a_url_that_a_client_gives() throws Exception {
    String path = "/" + "x".repeat(8_000);
    target.answers("/from", 302, location(path));
    target.answers(path, 204);
    assertThat(statuses("/from")).containsOnlyKeys("204");
  }

  private static Buffer location(String value) {
    return Buffer.buffer("Location: " + value);
  }

  /** The last request line. */
  private static String seen(String path) throws Exception {
    assertThat(statuses(path)).containsOnlyKeys("200");
    String last = target.heads().stream().reduce((one, next) -> next).orElseThrow();
    return last.lines().findFirst().orElseThrow();
  }

  private static Map<String, Object> statuses(String path) throws Exception {
    target.heads();
    return probe.report(target.url(path), 1).getJsonObject("statuses").getMap();
  }

  private static String failure(String path) throws Exception {
    JsonObject report = probe.report(target.url(path), 1);
    assertThat(report.getInteger("failed")).isEqualTo(1);
    return report.getJsonArray("failures").getString(0);
  }
}
