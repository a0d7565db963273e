package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Address;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A few clients that ask for the same again and again, each as soon as it has an answer, until they
 * are closed. Counts what they get.
 */
public final class HttpLoad implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();
  private final LongAdder answered = new LongAdder();
  private final AtomicLong slowestNanos = new AtomicLong();
  private volatile boolean closed;

  private HttpLoad() {}

  /** Begins to ask. */
  public static HttpLoad on(Address address, String path, int clients) {
    HttpLoad load = new HttpLoad();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE).build();
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> load.ask(request), "load " + i);
      load.threads.add(thread);
      thread.start();
    }
    return load;
  }

  private void ask(HttpRequest request) {
    while (!closed) {
      long start = System.nanoTime();
      try {
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        count(Integer.toString(status));
      } catch (IOException failure) {
        count(failure.getClass().getSimpleName());
      } catch (InterruptedException end) {
        return;
      }
      slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
    }
  }

  private void count(String outcome) {
    outcomes.computeIfAbsent(outcome, first -> new LongAdder()).increment();
    answered.increment();
  }

  /** Returns once so many more answers have come. */
  public void awaitAnswers(int more) throws InterruptedException {
    long goal = answered.sum() + more;
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (answered.sum() < goal) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not " + more + " more answers in a minute: " + outcomes);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** How often what came, by status code or kind of failure. */
  public Map<String, LongAdder> outcomes() {
    return outcomes;
  }

  /** How often this came. */
  public long of(String outcome) {
    return Optional.ofNullable(outcomes.get(outcome)).map(LongAdder::sum).orElse(0L);
  }

  /** Answers and failures together. */
  public long all() {
    return answered.sum();
  }

  /** The longest that an answer took. */
  public Duration slowest() {
    return Duration.ofNanos(slowestNanos.get());
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      thread.interrupt();
    }
  }
}
