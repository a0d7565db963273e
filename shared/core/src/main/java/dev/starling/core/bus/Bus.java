package dev.starling.core.bus;

import dev.starling.core.observability.tracing.Tracing;
import dev.starling.core.problem.DependencyFailure;
import dev.starling.core.problem.Problem;
import dev.starling.core.problem.ProblemException;
import dev.starling.net.internal.EventLoops;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.tracing.TracingPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus as Starling uses it: typed records, and subscriptions that can be repaired.
 *
 * <p>Delivery is best effort, as Vert.x says of its bus: messages can be lost, and around {@link
 * #renew()} a published one can arrive twice. Publishers number their messages. A message of a
 * version that this instance does not read, see {@link RecordCodec}, is not delivered: a request
 * fails, and the log has a line the first time.
 *
 * <p>Thread-safe: the list of subscriptions is copied on write, and each subscription is changed on
 * its own context only.
 */
public final class Bus {
  /** Published messages are not traced: they belong to no request. */
  private static final DeliveryOptions UNTRACED =
      new DeliveryOptions().setTracingPolicy(TracingPolicy.IGNORE);

  /** Status of a request that could not be read: Service Unavailable (RFC 9110, 15.6.4). */
  private static final int UNREADABLE = 503;

  private static final Logger log = LoggerFactory.getLogger(Bus.class);

  private final Vertx vertx;
  private final String self;
  private final Supplier<Set<String>> instances;
  private final List<Subscription<?>> subscriptions = new CopyOnWriteArrayList<>();
  private final Map<Class<?>, RecordCodec<?>> codecs = new ConcurrentHashMap<>();

  // What was said about versions: at most one text for each codec and number.
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  /** The bus of a process that is alone. */
  public Bus(Vertx vertx) {
    this(vertx, "self", () -> Set.of("self"));
  }

  /**
   * The bus of a member of a cluster.
   *
   * @param self what this process is called among the instances
   * @param instances all that the cluster lists now, this one included; does not block
   */
  public Bus(Vertx vertx, String self, Supplier<Set<String>> instances) {
    this.vertx = vertx;
    this.self = self;
    this.instances = instances;
    ServiceLoader.load(BusExtension.class).forEach(extension -> extension.install(vertx));
  }

  /** Makes a record type sendable, from now on; doing so again is harmless. */
  public <T> void registerCodec(Class<T> type, RecordCodec<T> codec) {
    // Another event loop that is at it at the same time is waited for.
    codecs.computeIfAbsent(
        type,
        first -> {
          vertx.eventBus().registerDefaultCodec(type, codec);
          return codec;
        });
  }

  /**
   * Subscribes on the caller's context, which the handler is called on.
   *
   * @return completes once the cluster knows of the subscription
   */
  public <T> Future<Subscription<T>> subscribe(String address, Handler<T> handler) {
    return register(address, message -> handler.handle(message.body()));
  }

  /**
   * Subscribes as one that answers, on the caller's context.
   *
   * @param service returns the answer, null for a mere acknowledgement; its failure becomes the
   *     caller's, a {@link io.vertx.core.eventbus.ReplyException} with an HTTP status as its code:
   *     that of a {@link ProblemException} or of a {@link DependencyFailure}, 500 otherwise
   */
  public <T, R> Future<Subscription<T>> serve(String address, Function<T, Future<R>> service) {
    return register(
        address,
        message ->
            Future.succeededFuture(message.body())
                .compose(service)
                .onSuccess(message::reply)
                .onFailure(failure -> message.fail(status(failure), failure.getMessage())));
  }

  private static int status(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem().status();
    }
    return failure instanceof DependencyFailure dependency
        ? dependency.problem().map(Problem::status).orElse(500)
        : 500;
  }

  /**
   * Sends to one subscriber that answers.
   *
   * @return the answer; fails when nobody is subscribed, or nobody answers in time
   */
  public <R> Future<R> request(String address, Object message, long timeoutMillis) {
    return request(address, message, new DeliveryOptions().setSendTimeout(timeoutMillis));
  }

  private <R> Future<R> request(String address, Object message, DeliveryOptions options) {
    Future<Message<R>> answer = vertx.eventBus().request(address, message, options);
    if (EventLoops.isTraced(vertx)) {
      Tracing.endWith(answer);
    }
    return answer.map(Message::body);
  }

  /**
   * Subscribes this instance as one of those that {@link #requestAll} asks; otherwise as {@link
   * #serve}. Of several subscriptions in one process each request reaches one.
   */
  public <T, R> Future<Subscription<T>> serveAll(String address, Function<T, Future<R>> service) {
    return serve(addressAt(address, self), service);
  }

  /**
   * Asks every instance in the cluster that has subscribed with {@link #serveAll}, this one first
   * and without the network. An instance that has crashed, frozen or been cut off is named as
   * missing until the cluster no longer lists it, about ten seconds; after that, and while its
   * subscription is not yet known, it is not asked.
   *
   * @param timeoutMillis after which the result is there, also without late answers; at least 1
   * @return never fails
   */
  public <R> Future<InstanceReplies<R>> requestAll(
      String address, Object message, long timeoutMillis) {
    Map<String, Future<R>> requests = new HashMap<>();
    requests.put(
        self,
        request(
            addressAt(address, self),
            message,
            new DeliveryOptions().setSendTimeout(timeoutMillis).setLocalOnly(true)));
    for (String instance : instances.get()) {
      requests.computeIfAbsent(
          instance, other -> request(addressAt(address, other), message, timeoutMillis));
    }
    return Future.join(List.copyOf(requests.values()))
        .transform(done -> Future.succeededFuture(InstanceReplies.of(requests)));
  }

  private static String addressAt(String address, String instance) {
    return address + "@" + instance;
  }

  private <T> Future<Subscription<T>> register(String address, Handler<Message<T>> handler) {
    Subscription<T> subscription =
        new Subscription<>(
            vertx,
            vertx.getOrCreateContext(),
            address,
            message -> {
              if (isReadable(message)) {
                handler.handle(message);
              }
            },
            subscriptions::remove);
    subscriptions.add(subscription);
    return subscription.open().map(subscription);
  }

  /** Whether the body, which is decoded when it is asked for first, has a version known here. */
  private boolean isReadable(Message<?> message) {
    try {
      message.body();
      return true;
    } catch (RecordCodec.UnknownVersion unknown) {
      if (unreadable.add(unknown.getMessage())) {
        log.warn("messages are ignored: {}", unknown.getMessage());
      }
      message.fail(UNREADABLE, unknown.getMessage());
      return false;
    }
  }

  /** Sends to every subscriber in the cluster, this process included. */
  public void publish(String address, Object message) {
    vertx.eventBus().publish(address, message, UNTRACED);
  }

  /** Registers every subscription of this process anew. */
  public Future<Void> renew() {
    return Future.join(subscriptions.stream().map(Subscription::renew).toList()).mapEmpty();
  }
}
