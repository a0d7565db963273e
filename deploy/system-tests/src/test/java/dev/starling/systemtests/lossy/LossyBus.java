package dev.starling.systemtests.lossy;

import dev.starling.core.bus.BusExtension;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.Random;

/**
 * Makes the event bus of a service bad: of what its instances say to each other, answers included,
 * a fifth is dropped, said twice, or said late, after what followed it. Runs in the service's own
 * process, which finds it on its class path.
 */
public final class LossyBus implements BusExtension {
  private static final double SHARE = 0.2;
  private static final int LATEST_MILLIS = 300;
  private static final String AGAIN = "again";

  // Guarded by this.
  private final Random random = new Random(20_260_106);
  private long touched;

  private enum Fate {
    DROPPED,
    REPEATED,
    LATE
  }

  @Override
  public void install(Vertx vertx) {
    System.out.println("The event bus of this process is lossy.");
    vertx.eventBus().addOutboundInterceptor(context -> meddle(vertx, context));
  }

  private void meddle(Vertx vertx, DeliveryContext<Object> delivery) {
    Message<Object> message = delivery.message();
    if (!isConcerned(message.address()) || message.headers().contains(AGAIN) || !isChosen()) {
      delivery.next();
      return;
    }
    switch (fate()) {
      case DROPPED -> {}
      case REPEATED -> {
        delivery.next();
        repeat(vertx, delivery);
      }
      case LATE -> vertx.setTimer(delay(), now -> delivery.next());
    }
  }

  private static boolean isConcerned(String address) {
    return address.startsWith("starling.chat.")
        || address.startsWith("starling.roster.")
        || address.startsWith("__vertx.reply");
  }

  private static void repeat(Vertx vertx, DeliveryContext<Object> delivery) {
    String address = delivery.message().address();
    DeliveryOptions marked = new DeliveryOptions().addHeader(AGAIN, "");
    if (delivery.send()) {
      vertx.eventBus().send(address, delivery.body(), marked);
    } else {
      vertx.eventBus().publish(address, delivery.body(), marked);
    }
  }

  private synchronized boolean isChosen() {
    return random.nextDouble() < SHARE;
  }

  private synchronized Fate fate() {
    Fate[] fates = Fate.values();
    if (++touched % 100 == 0) {
      System.out.println(touched + " messages were dropped, repeated or late so far.");
    }
    return fates[random.nextInt(fates.length)];
  }

  private synchronized int delay() {
    return 1 + random.nextInt(LATEST_MILLIS);
  }
}
