package dev.starling.shop.service;

import dev.starling.core.bus.Bus;
import dev.starling.core.bus.Subscription;
import dev.starling.database.Database;
import dev.starling.openapi.Api;
import dev.starling.openapi.OperationHandler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a service of the shop is asked: by its contract over HTTP, and by records over the event
 * bus. Belongs to one event loop.
 */
public final class ServiceEndpoint {
  private final Vertx vertx;
  private final Bus bus;
  private final Database database;
  private final Api api;
  private final Router router;
  private final List<Supplier<Future<? extends Subscription<?>>>> openings = new ArrayList<>();
  private final List<Subscription<?>> subscriptions = new ArrayList<>();
  private Optional<Supplier<Future<Void>>> filter = Optional.empty();

  /** Asked over the bus and not answered. */
  private int inFlight;

  /** Completes with the last answer over the bus, once no more is asked. */
  private final Promise<Void> idle = Promise.promise();

  private boolean closing;

  ServiceEndpoint(Vertx vertx, Bus bus, Database database, Api api, Router router) {
    this.vertx = vertx;
    this.bus = bus;
    this.database = database;
    this.api = api;
    this.router = router;
  }

  /** Vert.x of the service. */
  public Vertx vertx() {
    return vertx;
  }

  /** The service's own. */
  public Database database() {
    return database;
  }

  /**
   * Where handlers and routes can be added for what is not in the contract; they see requests
   * before its operations do.
   */
  public Router router() {
    return router;
  }

  /**
   * Has all that is asked, whichever way it comes in, wait for what this returns, and fail when it
   * fails. What does not fit the contract is refused before.
   */
  public ServiceEndpoint filter(Supplier<Future<Void>> wait) {
    filter = Optional.of(wait);
    return this;
  }

  /** Has an action answer an operation of the contract. */
  public ServiceEndpoint on(String operationId, OperationHandler handler) {
    api.on(operationId, call -> passed(() -> handler.handle(call)));
    return this;
  }

  /**
   * Has a function answer what is asked over the event bus.
   *
   * @param join has the messages of the conversation carried
   */
  public <T, R> ServiceEndpoint serve(
      Consumer<Bus> join, String address, Function<T, Future<R>> answer) {
    openings.add(
        () -> {
          join.accept(bus);
          return bus.serve(address, (T question) -> counted(question, answer));
        });
    return this;
  }

  private <T, R> Future<R> counted(T question, Function<T, Future<R>> answer) {
    inFlight++;
    // An exception becomes a failure, too.
    return Future.succeededFuture(question)
        .compose(asked -> passed(() -> answer.apply(asked)))
        .onComplete(
            answered -> {
              inFlight--;
              complete();
            });
  }

  private <R> Future<R> passed(Supplier<Future<R>> next) {
    return filter.isEmpty() ? next.get() : filter.get().get().compose(passed -> next.get());
  }

  /** Completes once the cluster knows where to ask. */
  Future<?> listen() {
    return Future.all(
        openings.stream().map(opening -> opening.get().onSuccess(subscriptions::add)).toList());
  }

  /** Takes no more from the bus; completes when what it has taken is answered, or time is up. */
  Future<?> close(Duration patience) {
    return Future.join(subscriptions.stream().map(Subscription::close).toList())
        .otherwiseEmpty()
        .compose(
            closed -> {
              closing = true;
              complete();
              return idle.future();
            })
        .timeout(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS)
        .otherwiseEmpty();
  }

  private void complete() {
    if (closing && inFlight == 0) {
      idle.tryComplete();
    }
  }
}
