package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** deploy/security/check-dependencies, with a server in OSV's place that knows what it is told. */
class DependencyCheckTest {
  private static final Path SCRIPT = Repository.DEPLOY.resolve("security/check-dependencies");
  private static final String FROM = "Debian: apt-get install python3";

  private static final String BOM =
      """
      {"components": [
        {"purl": "pkg:maven/dev.starling/chat@0.1.0?type=jar"},
        {"purl": "pkg:maven/org.example/one@1.0?type=jar"},
        {"purl": "pkg:maven/org.example/two@2.0?type=jar"}]}
      """;

  private static final String NOTHING = "{\"results\": [{}, {}]}";
  private static final String ABOUT_TWO =
      "{\"results\": [{}, {\"vulns\": [{\"id\": \"GHSA-1\"}]}]}";

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, String> questions = new ConcurrentHashMap<>();
  private HttpServer osv;

  @TempDir Path folder;

  @BeforeEach
  void serve() throws IOException {
    osv = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    osv.createContext("/", this::answer);
    osv.start();
  }

  @AfterEach
  void stop() {
    osv.stop(0);
  }

  @Test
  void components_that_nothing_is_known_against_pass() throws Exception {
    answers.put("/v1/querybatch", NOTHING);
    Program.Result result = check();
    assertThat(result.code()).as(result.output()).isZero();
    assertThat(questions.get("/v1/querybatch"))
        .contains("pkg:maven/org.example/one@1.0\"", "pkg:maven/org.example/two@2.0\"")
        .doesNotContain("starling");
  }

  @Test
  void an_advisory_of_high_severity_fails_and_is_named() throws Exception {
    answers.put("/v1/querybatch", ABOUT_TWO);
    answers.put("/v1/vulns/GHSA-1", advisory("HIGH", "CVE-1"));
    Program.Result result = check();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("HIGH", "org.example/two@2.0", "GHSA-1", "CVE-1");
  }

  @Test
  void an_advisory_of_unknown_severity_fails_too() throws Exception {
    answers.put("/v1/querybatch", ABOUT_TWO);
    answers.put("/v1/vulns/GHSA-1", "{\"id\": \"GHSA-1\"}");
    assertThat(check().code()).isEqualTo(1);
  }

  @Test
  void an_advisory_of_moderate_severity_is_told_and_passes() throws Exception {
    answers.put("/v1/querybatch", ABOUT_TWO);
    answers.put("/v1/vulns/GHSA-1", advisory("MODERATE", "CVE-1"));
    Program.Result result = check();
    assertThat(result.code()).isZero();
    assertThat(result.output()).contains("MODERATE", "GHSA-1");
  }

  @Test
  void what_was_accepted_passes_with_the_reason() throws Exception {
    answers.put("/v1/querybatch", ABOUT_TWO);
    answers.put("/v1/vulns/GHSA-1", advisory("HIGH", "CVE-2026-6860"));
    Program.Result result = check();
    assertThat(result.code()).as(result.output()).isZero();
    assertThat(result.output()).contains("accepted: ", "SNI");
  }

  @Test
  void further_pages_of_an_answer_are_asked_for() throws Exception {
    answers.put(
        "/v1/querybatch", "{\"results\": [{}, {\"vulns\": [], \"next_page_token\": \"more\"}]}");
    answers.put("/v1/querybatch?more", "{\"results\": [{\"vulns\": [{\"id\": \"GHSA-1\"}]}]}");
    answers.put("/v1/vulns/GHSA-1", advisory("CRITICAL", "CVE-1"));
    Program.Result result = check();
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("CRITICAL");
  }

  @Test
  void a_server_that_does_not_answer_as_it_should_is_no_success() throws Exception {
    Program.Result refused = check();
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.output()).contains("404");
    answers.put("/v1/querybatch", "{\"results\": [{}]}");
    assertThat(check().code()).isEqualTo(2);
  }

  @Test
  void without_a_list_of_components_nothing_is_right() throws Exception {
    Program.Result result = run(folder.resolve("none.json"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.output()).contains("none.json", "mvn -Psbom package");
  }

  private Program.Result check() throws IOException, InterruptedException {
    Path bom = folder.resolve("bom.json");
    Files.writeString(bom, BOM);
    return run(bom);
  }

  private Program.Result run(Path bom) throws IOException, InterruptedException {
    Program.required("python3", FROM);
    return Program.required("env", FROM)
        .run(
            Repository.ROOT,
            "OSV_SERVER=http://127.0.0.1:" + osv.getAddress().getPort(),
            "no_proxy=127.0.0.1",
            SCRIPT.toString(),
            bom.toString());
  }

  private static String advisory(String severity, String alias) {
    return "{\"id\": \"GHSA-1\", \"aliases\": [\"%s\"], \"summary\": \"Something\","
            .formatted(alias)
        + " \"database_specific\": {\"severity\": \"%s\"}}".formatted(severity);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    questions.put(path, question);
    String text = answers.get(question.contains("page_token") ? path + "?more" : path);
    byte[] body = (text == null ? "{}" : text).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(text == null ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
