package dev.starling.probe.run;

import dev.starling.probe.guard.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One request of a run: from hop to hop, each checked before it is connected to, until an answer
 * that leads no further. Bodies are counted and thrown away. Belongs to the run's event loop.
 */
final class RedirectChain {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final String USER_AGENT = "starling-probe";

  private final HttpClient client;
  private final ResolvedTargets targets;
  private final RunRequest runRequest;
  private final Limits limits;
  private final int number;
  private final Promise<Result> outcome = Promise.promise();
  private HttpClientRequest current;
  private long begun;

  RedirectChain(
      HttpClient client,
      ResolvedTargets targets,
      RunRequest runRequest,
      Limits limits,
      int number) {
    this.client = client;
    this.targets = targets;
    this.runRequest = runRequest;
    this.limits = limits;
    this.number = number;
  }

  /** Does it. Fails with {@link RequestFailedException}. */
  Future<Result> perform(Vertx vertx) {
    begun = System.nanoTime();
    long timer = vertx.setTimer(runRequest.timeout().toMillis(), late -> timedOut());
    hop(runRequest.target(), 0);
    return outcome.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  /** Ends it early, whatever it is at. */
  void abandon(RequestFailedException why) {
    if (outcome.tryFail(why) && current != null) {
      current.reset();
    }
  }

  private void timedOut() {
    abandon(
        new RequestFailedException(
            Failure.Kind.TIMEOUT,
            "no complete answer within " + RunRequest.text(runRequest.timeout())));
  }

  private void hop(Target target, int hops) {
    targets
        .find(target)
        .compose(addresses -> connect(target, addresses, 0))
        .compose(this::send)
        .onSuccess(response -> answered(target, hops, response))
        .onFailure(failure -> fail(target, failure));
  }

  private Future<HttpClientRequest> connect(Target target, List<InetAddress> addresses, int index) {
    if (isOver()) {
      return Future.failedFuture("over");
    }
    String address = addresses.get(index).getHostAddress();
    RequestOptions options =
        new RequestOptions()
            .setMethod(runRequest.method())
            // The address that was checked; the name is only what is said to it.
            .setServer(SocketAddress.inetSocketAddress(target.port(), address))
            .setHost(target.host())
            .setPort(target.port())
            .setSsl(target.https())
            .setURI(target.path())
            .setConnectTimeout(runRequest.timeout().toMillis())
            .putHeader(HttpHeaders.HOST, target.authority())
            .putHeader(HttpHeaders.ACCEPT, "*/*")
            .putHeader(HttpHeaders.USER_AGENT, USER_AGENT);
    Future<HttpClientRequest> request = client.request(options);
    return index + 1 == addresses.size()
        ? request
        : request.recover(
            failure ->
                failure instanceof ConnectException
                    ? connect(target, addresses, index + 1)
                    : Future.failedFuture(failure));
  }

  private Future<HttpClientResponse> send(HttpClientRequest request) {
    if (isOver()) {
      request.reset();
      return Future.failedFuture("over");
    }
    current = request;
    return request.send();
  }

  private void answered(Target target, int hops, HttpClientResponse response) {
    long[] size = {0};
    response.handler(
        part -> {
          size[0] += part.length();
          if (size[0] > limits.maxBody()) {
            abandon(
                new RequestFailedException(
                    Failure.Kind.TOO_LONG,
                    "the answer is longer than " + limits.maxBody() + " bytes"));
          }
        });
    response.exceptionHandler(failure -> fail(target, failure));
    response.endHandler(
        end -> {
          List<String> location = response.headers().getAll(HttpHeaders.LOCATION);
          if (isOver()) {
            return;
          }
          current = null;
          if (!location.isEmpty() && REDIRECTS.contains(response.statusCode())) {
            redirected(target, hops, location);
          } else {
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
            outcome.tryComplete(new Result(number, response.statusCode(), micros, size[0]));
          }
        });
  }

  private void redirected(Target from, int hops, List<String> location) {
    if (hops == limits.maxRedirects()) {
      abandon(
          new RequestFailedException(
              Failure.Kind.REDIRECT, "more than " + limits.maxRedirects() + " redirects, gave up"));
      return;
    }
    Target next;
    try {
      next = from.redirected(location);
    } catch (IllegalArgumentException wrong) {
      abandon(
          new RequestFailedException(
              Failure.Kind.REDIRECT,
              from.authority() + " redirects to what " + wrong.getMessage()));
      return;
    }
    hop(next, hops + 1);
  }

  private void fail(Target target, Throwable failure) {
    if (!isOver()) {
      Failure explained = Failure.of(failure, target.authority());
      abandon(new RequestFailedException(explained.kind(), explained.text()));
    }
  }

  private boolean isOver() {
    return outcome.future().isComplete();
  }
}
