package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions that are no conditions (RFC 9110, sections 13.1.1 and 13.1.2). */
@Timeout(60)
class PreconditionsTest {
  private static final Buffer CONTENT = Buffer.buffer("content");

  private final FrontRig rig = FrontRig.of(PreconditionsTest::answer);

  @AfterEach
  void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*, \"a\"", "*,", ",*", "\"a\",*", "*,*", "*\r\n%s: *", "*\r\n%s: \"a\""})
  void a_star_in_a_list_is_400_for_reads_and_writes(String value) throws IOException {
    for (String name : new String[] {"If-Match", "If-None-Match"}) {
      for (String method : new String[] {"GET", "HEAD", "PUT", "DELETE"}) {
        assertThat(status(method, name + ": " + value.formatted(name))).isEqualTo("400");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", " *\t"})
  void a_star_alone_stands_for_any_representation(String value) throws IOException {
    assertThat(status("GET", "If-Match: " + value)).isEqualTo("200");
    assertThat(status("GET", "If-None-Match: " + value)).isEqualTo("304");
    assertThat(status("PUT", "If-Match: " + value)).isEqualTo("200");
    assertThat(status("PUT", "If-None-Match: " + value)).isEqualTo("412");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"*\"", "W/\"*\"", "**", "W/*"})
  void what_only_looks_like_a_star_matches_nothing(String value) throws IOException {
    assertThat(status("PUT", "If-Match: " + value)).isEqualTo("412");
  }

  private String status(String method, String condition) throws IOException {
    String answer =
        rig.talk(
            method + " / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + condition + "\r\n\r\n");
    return answer.split(" ")[1];
  }

  private static void answer(HttpServerRequest request) {
    switch (request.method().name()) {
      case "GET", "HEAD" -> Preconditions.answer(request, EntityTag.of(CONTENT), CONTENT);
      default -> {
        try {
          Preconditions.of(request).require(Optional.of(CONTENT));
          request.response().end();
        } catch (ProblemException refused) {
          refused.problem().send(request.response());
        }
      }
    }
  }
}
