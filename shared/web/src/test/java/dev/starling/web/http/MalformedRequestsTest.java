package dev.starling.web.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.LogRecorder;
import dev.starling.testing.TcpClient;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that were valid before bytes of them changed: the same ones in every run. */
@Timeout(120)
class MalformedRequestsTest {
  private static final int REQUESTS = 1_000;
  private static final Pattern FAILED = Pattern.compile("HTTP/1\\.[01] 5(?!05)\\d\\d");
  private static final List<String> VALID =
      List.of(
          "GET /a?b=%20&c=d HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, x\r\n\r\n",
          "POST /b HTTP/1.1\r\nHost: x:80\r\nContent-Length: 5\r\n\r\nhello",
          "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;e=\"f\"\r\nhello\r\n0\r\nT: t\r\n\r\n",
          "GET /slow HTTP/1.1\r\nHost: x\r\n\r\nPOST /d HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
          "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
          "HEAD http://h:1/f HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  private static final byte[] SPECIAL =
      "\r\n\0\t :;,%\"/?#*-+0159afZ\u00ff\u0080".getBytes(StandardCharsets.ISO_8859_1);

  private final LogRecorder log = new LogRecorder();
  private final FrontRig rig = FrontRig.of(MalformedRequestsTest::answer);

  @AfterEach
  void stop() {
    rig.close();
    log.close();
  }

  @Test
  void none_is_a_failure_of_the_server_and_others_are_served() throws IOException {
    Random random = new Random(20_260_101);
    try (TcpClient other = rig.connect()) {
      for (int at = 0; at < REQUESTS; at++) {
        byte[] request = mutate(VALID.get(at % VALID.size()), random);
        assertThat(talk(request))
            .as("request %d: %s", at, new String(request, StandardCharsets.ISO_8859_1))
            .doesNotContainPattern(FAILED);
        if (at % 100 == 0) {
          other.send("GET /other HTTP/1.1\r\nHost: x\r\n\r\n");
          assertThat(other.line()).startsWith("HTTP/1.1 200");
          HttpEndpointTest.readHead(other);
          assertThat(other.input().readNBytes(6)).hasSize(6);
        }
      }
    }
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void requests_before_a_refused_one_are_answered_first() throws IOException {
    String slow = "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";
    String answers;
    try (TcpClient client = rig.connect()) {
      client.send(slow + slow + "FOO BAR BAZ\r\n\r\n" + slow);
      answers = new String(client.rest(), US_ASCII);
    }
    assertThat(answers.split("(?=HTTP/1)"))
        .satisfiesExactly(
            one -> assertThat(one).startsWith("HTTP/1.1 200").endsWith("answer"),
            two -> assertThat(two).startsWith("HTTP/1.1 200").endsWith("answer"),
            bad -> assertThat(bad).matches("(?s)HTTP/1\\.[01] 400 .*"));
  }

  private String talk(byte[] request) throws IOException {
    try (TcpClient client = rig.connect()) {
      client.send(request);
      client.endOutput();
      return new String(client.rest(), StandardCharsets.ISO_8859_1);
    } catch (java.net.SocketException reset) {
      return "";
    }
  }

  private static byte[] mutate(String valid, Random random) {
    byte[] bytes = valid.getBytes(StandardCharsets.ISO_8859_1);
    int changes = 1 + random.nextInt(4);
    for (int change = 0; change < changes; change++) {
      bytes[random.nextInt(bytes.length)] = SPECIAL[random.nextInt(SPECIAL.length)];
    }
    return random.nextInt(5) > 0
        ? bytes
        : java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private static void answer(HttpServerRequest request) {
    request.params();
    if (request.path().equals("/slow")) {
      io.vertx.core.Vertx.currentContext()
          .owner()
          .setTimer(5, passed -> request.response().end("answer"));
    } else {
      request.body().onSuccess(body -> request.response().end("answer"));
    }
  }
}
