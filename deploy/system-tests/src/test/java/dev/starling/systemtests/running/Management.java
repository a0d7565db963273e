package dev.starling.systemtests.running;

import dev.starling.testing.Interrupted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * A management port, asked over HTTP.
 *
 * @param address where it listens
 */
public record Management(Address address) {
  private static final Duration PATIENCE = Machine.allow(Duration.ofSeconds(2));
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** Whether the service says that it is ready; not yet listening is not ready. */
  public boolean isReady() {
    return find("/health/ready").isPresent();
  }

  /** The page at a path. */
  public String page(String path) {
    return find(path).orElseThrow(() -> new AssertionError("no " + path + " at " + address));
  }

  /** The page at a path; empty if nobody listens or it is not there. */
  Optional<String> find(String path) {
    return get(path).filter(answer -> answer.statusCode() == 200).map(HttpResponse::body);
  }

  /** The sum of a metric's values over all of its labels that begin as given. */
  public double metric(String nameAndLabels) {
    return sum(page("/metrics"), nameAndLabels);
  }

  /** Whether {@link #metric} has this value; it has none where nobody answers. */
  boolean has(String nameAndLabels, double value) {
    return find("/metrics").filter(page -> sum(page, nameAndLabels) == value).isPresent();
  }

  private static double sum(String page, String nameAndLabels) {
    return page.lines()
        .filter(line -> line.startsWith(nameAndLabels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private Optional<HttpResponse<String>> get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE).build();
    try {
      return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException unreachable) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw Interrupted.whileWaiting(e);
    }
  }
}
