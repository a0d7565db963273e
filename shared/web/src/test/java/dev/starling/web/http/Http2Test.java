package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.Authority;
import dev.starling.testing.TcpClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class Http2Test {
  private static final int LONG = 2_000_000;

  private final Buffer content = Buffer.buffer("abcdefghij".repeat(LONG / 10));

  @Test
  void prior_knowledge_without_tls_gets_http_2_with_the_same_manners() {
    try (FrontRig rig = FrontRig.of(this::answer)) {
      HttpClientAgent client = client(rig.vertx);
      Reply reply = ask(client, rig.port, HttpMethod.GET, "identity");
      assertThat(reply.response().version()).isEqualTo(HttpVersion.HTTP_2);
      assertThat(reply.response().getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(reply.response().getHeader("X-Request-Id")).isNotEmpty();
      assertThat(reply.response().getHeader("Connection")).isNull();
      assertThat(reply.body()).isEqualTo(content);
      assertThat(ask(client, rig.port, HttpMethod.HEAD, "identity").body().length()).isZero();
    }
  }

  @Test
  void compressed_and_plain_answers_share_a_connection() throws IOException {
    try (FrontRig rig = FrontRig.of(this::answer)) {
      HttpClientAgent client = client(rig.vertx);
      for (int i = 0; i < 4; i++) {
        assertThat(ask(client, rig.port, HttpMethod.GET, "identity").body()).isEqualTo(content);
        Reply zipped = ask(client, rig.port, HttpMethod.GET, "gzip");
        assertThat(zipped.response().getHeader("Content-Encoding")).isEqualTo("gzip");
        byte[] body = zipped.body().getBytes();
        assertThat(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes())
            .isEqualTo(content.getBytes());
      }
    }
  }

  @Test
  void a_wish_to_upgrade_is_answered_over_http_1_and_nothing_is_garbled() throws Exception {
    try (FrontRig rig = FrontRig.of(this::answer)) {
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        // A new client, else there is one connection, and one upgrade.
        answers.add(
            HttpClient.newHttpClient()
                .sendAsync(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rig.port)).build(),
                    HttpResponse.BodyHandlers.ofByteArray()));
      }
      for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
        HttpResponse<byte[]> response = answer.get(60, TimeUnit.SECONDS);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(response.body()).isEqualTo(content.getBytes());
      }
    }
  }

  @Test
  void a_request_that_begins_like_the_preface_is_one_of_http_1() throws IOException {
    try (FrontRig rig = FrontRig.of(request -> request.response().end("ok"));
        TcpClient client = rig.connect()) {
      for (String part : new String[] {"P", "R", "OPFIND / HTTP/1.1\r\nHost: x\r\n\r\n"}) {
        client.send(part);
      }
      assertThat(client.line()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void tls_gets_http_2_by_alpn_and_is_to_stay(@TempDir Path folder) throws Exception {
    Authority authority = new Authority("ours");
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    authority.issue().write(certificate, key);
    FrontRig.Setup setup = FrontRig.Setup.PLAIN.tls(certificate.toString(), key.toString());
    try (FrontRig rig = new FrontRig(setup, this::answer)) {
      for (HttpClient.Version version : HttpClient.Version.values()) {
        HttpResponse<byte[]> answer =
            HttpClient.newBuilder()
                .version(version)
                .sslContext(authority.trusting())
                .build()
                .send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + rig.port)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.headers().firstValue("Strict-Transport-Security"))
            .hasValue("max-age=31536000");
        assertThat(answer.body()).isEqualTo(content.getBytes());
      }
    }
  }

  @Test
  void draining_finishes_a_stream() throws Exception {
    CompletableFuture<HttpServerRequest> asked = new CompletableFuture<>();
    try (FrontRig rig = FrontRig.of(asked::complete)) {
      HttpClientAgent client = client(rig.vertx);
      var reply =
          client
              .request(HttpMethod.GET, rig.port, "127.0.0.1", "/")
              .compose(request -> request.send().compose(HttpClientResponse::body));
      HttpServerRequest request = asked.get(60, TimeUnit.SECONDS);
      var drained = rig.shutdown();
      rig.vertx.timer(500, TimeUnit.MILLISECONDS).await();
      rig.run(() -> request.response().end("done"));
      assertThat(reply.await(60, TimeUnit.SECONDS).toString()).isEqualTo("done");
      drained.await(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_body_that_does_not_come_is_answered_with_408_and_the_connection_goes_on() {
    FrontRig.Setup impatient = FrontRig.Setup.PLAIN.patience(10_000, 300);
    try (FrontRig rig =
        new FrontRig(impatient, request -> request.body().onSuccess(body -> answer(request)))) {
      HttpClientAgent client = client(rig.vertx);
      int status =
          client
              .request(HttpMethod.POST, rig.port, "127.0.0.1", "/")
              .compose(
                  request -> {
                    request.setChunked(true).write("only this much");
                    return request.response().map(HttpClientResponse::statusCode);
                  })
              .await();
      assertThat(status).isEqualTo(408);
      assertThat(ask(client, rig.port, HttpMethod.GET, "identity").body()).isEqualTo(content);
    }
  }

  private void answer(HttpServerRequest request) {
    request.response().putHeader("Content-Type", "text/plain").end(content);
  }

  private record Reply(HttpClientResponse response, Buffer body) {}

  private static Reply ask(HttpClientAgent client, int port, HttpMethod method, String accepted) {
    return client
        .request(
            new RequestOptions()
                .setMethod(method)
                .setPort(port)
                .setHost("127.0.0.1")
                .putHeader("Accept-Encoding", accepted))
        .compose(
            request ->
                request
                    .send()
                    .compose(response -> response.body().map(body -> new Reply(response, body))))
        .await();
  }

  private static HttpClientAgent client(Vertx vertx) {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setHttp2ClearTextUpgrade(false));
  }
}
