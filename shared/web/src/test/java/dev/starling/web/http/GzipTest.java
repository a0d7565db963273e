package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.TcpClient;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class GzipTest {
  private static final String GET =
      "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Encoding: %s\r\n\r\n";

  private static final int GZIP_HEADER = 10;

  private final byte[] content = text(300_000);
  private final CompletableFuture<HttpServerRequest> streaming = new CompletableFuture<>();
  private final FrontRig rig = FrontRig.of(this::answer);

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void a_long_text_is_compressed_for_who_asks() throws IOException {
    Reply reply = ask("GET", "/long", "br, gzip;q=0.5");
    assertThat(reply.head()).contains("content-encoding: gzip").contains("vary: accept-encoding");
    assertThat(reply.body().length).isLessThan(content.length / 2);
    assertThat(reply.head()).contains("content-length: " + reply.body().length);
    assertThat(unzip(reply.body())).isEqualTo(content);
  }

  @Test
  void it_is_not_for_who_does_not_ask() throws IOException {
    for (String accepted : new String[] {"identity", "gzip;q=0", "gzip; q=0.000, br", "br"}) {
      Reply reply = ask("GET", "/long", accepted);
      assertThat(reply.head())
          .as(accepted)
          .doesNotContain("content-encoding")
          .contains("vary: accept-encoding");
      assertThat(reply.body()).isEqualTo(content);
    }
  }

  @Test
  void what_is_short_or_no_text_stays_as_it_is() throws IOException {
    assertThat(ask("GET", "/short", "gzip").head()).doesNotContain("content-encoding");
    assertThat(ask("GET", "/picture", "gzip").head()).doesNotContain("content-encoding");
    assertThat(ask("GET", "/encoded", "gzip").head()).containsOnlyOnce("content-encoding");
  }

  @Test
  void a_stream_can_be_read_as_it_comes() throws Exception {
    try (TcpClient client = rig.connect()) {
      client.send(GET.formatted("/stream", "gzip"));
      HttpEndpointTest.readHead(client);
      Inflater unzipped = new Inflater(true);
      byte[] first = nextChunk(client);
      unzipped.setInput(first, GZIP_HEADER, first.length - GZIP_HEADER);
      assertThat(inflate(unzipped)).isEqualTo(Arrays.copyOf(content, 2_000));
      // Only now is there more.
      HttpServerRequest request = streaming.get(60, TimeUnit.SECONDS);
      rig.run(() -> request.response().end(Buffer.buffer(content).slice(2_000, 9_000)));
      unzipped.setInput(nextChunk(client));
      assertThat(inflate(unzipped)).isEqualTo(Arrays.copyOfRange(content, 2_000, 9_000));
      assertThat(unzipped.finished()).isTrue();
      unzipped.end();
    }
  }

  @Test
  void an_etag_becomes_a_weak_one() throws IOException {
    assertThat(ask("GET", "/long", "gzip").head()).contains("etag: w/\"1\"");
    assertThat(ask("GET", "/long", "br").head()).contains("etag: \"1\"");
  }

  @Test
  void head_tells_what_get_would() throws IOException {
    Reply get = ask("GET", "/long", "gzip");
    Reply head = ask("HEAD", "/long", "gzip");
    assertThat(head.head()).contains("content-length: " + get.body().length);
    assertThat(head.body()).isEmpty();
  }

  private void answer(HttpServerRequest request) {
    var response = request.response().putHeader("Content-Type", "application/json");
    switch (request.path()) {
      case "/long" -> response.putHeader("ETag", "\"1\"").end(Buffer.buffer(content));
      case "/short" -> response.end(Buffer.buffer(content).slice(0, Gzip.LEAST - 1));
      case "/picture" ->
          response.putHeader("Content-Type", "image/png").end(Buffer.buffer(content));
      case "/encoded" -> response.putHeader("Content-Encoding", "br").end(Buffer.buffer(content));
      default -> {
        response.setChunked(true).write(Buffer.buffer(content).slice(0, 2_000));
        streaming.complete(request);
      }
    }
  }

  private static byte[] nextChunk(TcpClient client) throws IOException {
    byte[] chunk = client.input().readNBytes(Integer.parseInt(client.line().strip(), 16));
    client.line();
    return chunk;
  }

  private static byte[] inflate(Inflater unzipped) throws DataFormatException {
    byte[] out = new byte[100_000];
    return Arrays.copyOf(out, unzipped.inflate(out));
  }

  private record Reply(String head, byte[] body) {}

  private Reply ask(String method, String path, String accepted) throws IOException {
    try (TcpClient client = rig.connect()) {
      client.send(GET.formatted(path, accepted).replace("GET", method));
      StringBuilder head = new StringBuilder();
      String line = client.line();
      while (!line.isBlank()) {
        head.append(line.toLowerCase(Locale.ROOT));
        line = client.line();
      }
      return new Reply(head.toString(), client.rest());
    }
  }

  private static byte[] unzip(byte[] zipped) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(zipped)).readAllBytes();
  }

  private static byte[] text(int length) {
    Random random = new Random(7);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < length; i++) {
      out.write('a' + random.nextInt(8));
    }
    return out.toByteArray();
  }
}
