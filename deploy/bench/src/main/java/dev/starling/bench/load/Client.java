package dev.starling.bench.load;

import io.vertx.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Single requests, for what is not a matter of how many a second. */
public final class Client {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Client() {}

  /** What a server answers with 200, as {@code JsonObject} or {@code JsonArray}. */
  public static Object json(int port, String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = CLIENT.send(get(port, path), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " is answered with " + answer.statusCode());
    }
    return Json.decodeValue(answer.body());
  }

  /** The body of an answer, as it comes. */
  public static InputStream stream(int port, String path) throws IOException, InterruptedException {
    return CLIENT.send(get(port, path), BodyHandlers.ofInputStream()).body();
  }

  /** Asks so often at once, each over a connection of its own; how long each answer took. */
  public static List<Duration> burst(int port, String path, int times) throws IOException {
    List<CompletableFuture<Duration>> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      answers.add(
          CLIENT
              .sendAsync(get(port, path), BodyHandlers.discarding())
              .thenApply(answer -> Duration.ofNanos(System.nanoTime() - begin)));
    }
    try {
      return answers.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException failure) {
      throw new IOException(path + " is not answered", failure.getCause());
    }
  }

  private static HttpRequest get(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(LIMIT)
        .build();
  }
}
