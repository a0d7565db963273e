package dev.starling.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client for HTTP whose every wait has an end; it follows no redirects. */
public final class HttpTestClient {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  private final String address;

  /**
   * A client of one server.
   *
   * @param address {@code host:port}
   */
  public HttpTestClient(String address) {
    this.address = address;
  }

  /** Gets what is at a path. */
  public HttpResponse<String> get(String path) throws IOException {
    return send(request(path));
  }

  /** A request for a path, GET unless another method is set. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(LIMIT);
  }

  /** Sends a request and returns the response with its whole body. */
  public HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException failure) {
      throw Interrupted.whileWaiting(failure);
    }
  }
}
