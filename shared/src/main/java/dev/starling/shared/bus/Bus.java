package dev.starling.shared.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The event bus as Starling uses it: typed records, and subscriptions that can be repaired.
 *
 * <p>Delivery is best effort, as Vert.x says of its bus: messages can be lost, and around {@link
 * #renew()} a published one can arrive twice. Whoever subscribes numbers its messages.
 *
 * <p>Thread-safe: the list of subscriptions is copied on write, and each subscription is changed on
 * its own context only.
 */
public final class Bus {
  private final Vertx vertx;
  private final List<Subscription<?>> subscriptions = new CopyOnWriteArrayList<>();
  private final Set<Class<?>> known = ConcurrentHashMap.newKeySet();

  public Bus(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Makes a record type sendable; doing so again is harmless. */
  public <T> void carry(Class<T> type, RecordCodec<T> codec) {
    if (known.add(type)) {
      vertx.eventBus().registerDefaultCodec(type, codec);
    }
  }

  /**
   * Subscribes on the caller's context, which the handler is called on.
   *
   * @return completes once the cluster knows of the subscription
   */
  public <T> Future<Subscription<T>> subscribe(String address, Handler<T> handler) {
    Subscription<T> subscription =
        new Subscription<>(
            vertx,
            vertx.getOrCreateContext(),
            address,
            message -> handler.handle(message.body()),
            subscriptions::remove);
    subscriptions.add(subscription);
    return subscription.open().map(subscription);
  }

  /** Sends to every subscriber in the cluster, this process included. */
  public void publish(String address, Object message) {
    vertx.eventBus().publish(address, message);
  }

  /** Registers every subscription of this process anew. */
  public Future<Void> renew() {
    return Future.join(subscriptions.stream().map(Subscription::renew).toList()).mapEmpty();
  }
}
