package dev.starling.bench;

import dev.starling.bench.load.Client;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at answers of a storefront while it is under load: one that leaves something out is quicker
 * than a whole one, and not to be compared with it.
 */
final class WholeAnswers {
  private static final long INTERVAL_MILLIS = 200;
  private static final long LAST_SECONDS = 5;
  private static final Duration HEALED = Duration.ofSeconds(90);

  private final CompletableFuture<Void> result = new CompletableFuture<>();
  private volatile boolean over;

  private WholeAnswers() {}

  /** Looks at one answer after another until {@link #require}. */
  static WholeAnswers watch(int port, String path) {
    WholeAnswers answers = new WholeAnswers();
    Thread watcher = new Thread(() -> answers.look(port, path), "whole-answers");
    watcher.setDaemon(true);
    watcher.start();
    return answers;
  }

  /** Fails if one of the answers was not whole. */
  void require(String server) throws IOException, InterruptedException {
    over = true;
    try {
      result.get(LAST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new IOException(server + " did not answer as it should under load", failure);
    }
  }

  /** Waits until nothing is missing any more. */
  static void await(int port, String path) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (!isWhole((JsonObject) Client.json(port, path))) {
      if (System.nanoTime() - begin > HEALED.toNanos()) {
        throw new IOException("answers leave something out for " + HEALED.toSeconds() + " s");
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
  }

  private static boolean isWhole(JsonObject answer) {
    return answer.getValue("cart_items") != null
        && answer.getValue("favorite_items") != null
        && !answer.getJsonArray("products").isEmpty()
        && answer.getJsonArray("products").stream()
            .allMatch(product -> ((JsonObject) product).getValue("inventory") != null);
  }

  private void look(int port, String path) {
    try {
      while (!over) {
        if (!isWhole((JsonObject) Client.json(port, path))) {
          throw new IOException("an answer leaves something out");
        }
        Thread.sleep(INTERVAL_MILLIS);
      }
      result.complete(null);
    } catch (IOException | InterruptedException | RuntimeException failure) {
      result.completeExceptionally(failure);
    }
  }
}
