package dev.starling.systemtests.clients;

import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import dev.starling.systemtests.history.Recorder;
import dev.starling.systemtests.history.StallDetector;
import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Machine;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A few clients that ask for the same again and again, each soon after it has had an answer, until
 * they are closed.
 */
public final class HttpLoad implements AutoCloseable {
  private static final Duration PATIENCE = Machine.allow(Duration.ofSeconds(10));
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(5);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final Vertx vertx = Vertx.vertx();
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder answered = new LongAdder();
  private volatile boolean closed;

  private HttpLoad() {}

  /**
   * Begins to ask.
   *
   * @param history of what they ask and get
   */
  public static HttpLoad on(History history, Address address, String path, int clients) {
    HttpLoad load = new HttpLoad();
    load.vertx.runOnContext(v -> StallDetector.watch(load.vertx, history));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE).build();
    for (int i = 0; i < clients; i++) {
      Recorder recorder = history.of("asker-" + i);
      Thread thread = new Thread(() -> load.ask(request, recorder), "load " + i);
      load.threads.add(thread);
      thread.start();
    }
    return load;
  }

  private void ask(HttpRequest request, Recorder recorder) {
    while (!closed) {
      recorder.saw(new Fact.Asked(request.uri().getPath()));
      try {
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        recorder.saw(new Fact.Answered(status));
      } catch (IOException failure) {
        recorder.saw(new Fact.Failed(failure.toString()));
      } catch (InterruptedException end) {
        return;
      }
      answered.increment();
      LockSupport.parkNanos(BETWEEN_QUESTIONS.toNanos());
    }
  }

  /** Returns once so many more answers have come. */
  public void awaitAnswers(int more) throws InterruptedException {
    long goal = answered.sum() + more;
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (answered.sum() < goal) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not " + more + " more answers in a minute");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Nobody asks any more; returns when each has had the last answer. */
  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE.toMillis());
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
