package dev.starling.probe.web;

import dev.starling.core.problem.Problem;
import dev.starling.core.problem.ProblemException;
import dev.starling.probe.context.ProbeContext;
import dev.starling.probe.guard.Forbidden;
import dev.starling.probe.run.RunLimiter;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Lets requests for work in, or says why not. Belongs to one event loop. */
final class RunAdmission {
  private static final String RETRY_SECONDS = "1";

  private final ProbeContext probe;
  private final ClientAddresses clients;

  RunAdmission(ProbeContext probe, ClientAddresses clients) {
    this.probe = probe;
    this.clients = clients;
  }

  /**
   * Reads a request and finds a place for it, which is given back when the request has been
   * answered or its client has gone.
   *
   * @param read throws a {@link ProblemException} when something is wrong with the request
   */
  <O> void admit(RoutingContext context, Function<Parameters, O> read, Consumer<O> carryOut) {
    O request;
    try {
      request = read.apply(new Parameters(context::queryParam));
    } catch (ProblemException wrong) {
      wrong.problem().send(context.response());
      return;
    }
    String client = clients.of(context.request());
    Optional<RunLimiter.Place> place = probe.admission().enter(client);
    if (place.isEmpty()) {
      context.response().putHeader("Retry-After", RETRY_SECONDS);
      Problem.of(429, probe.admission().refusal(client) + "; try again").send(context.response());
      return;
    }
    context.addEndHandler(ended -> place.get().close());
    carryOut.accept(request);
  }

  /** Sets what happens when the client goes away before it was answered. */
  static void onAbandoned(RoutingContext context, Runnable stop) {
    context.addEndHandler(
        ended -> {
          if (ended.failed()) {
            stop.run();
          }
        });
  }

  /** Answers that there will be no report. */
  static void refuse(RoutingContext context, Throwable failure) {
    HttpServerResponse response = context.response();
    if (response.closed()) {
      return;
    }
    if (failure instanceof Forbidden) {
      Problem.of(403, failure.getMessage()).send(response);
    } else if (failure instanceof RejectedExecutionException) {
      response.putHeader("Retry-After", RETRY_SECONDS);
      Problem.of(503, "there are no threads to spare; try again").send(response);
    } else {
      context.fail(failure);
    }
  }
}
