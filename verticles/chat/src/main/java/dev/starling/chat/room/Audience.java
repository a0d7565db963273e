package dev.starling.chat.room;

import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guests of one event loop. The room says what they are told, on its own event loop, and hands
 * it over once per turn; the set of guests is touched on theirs only.
 */
public final class Audience {
  private static final Logger log = LoggerFactory.getLogger(Audience.class);

  private final Context context;
  private final LongAdder deliveries;
  private final Runnable caughtUp;
  private final Set<Guest> guests = new LinkedHashSet<>();

  // The room's.
  private List<Runnable> turn = new ArrayList<>();
  private List<Published> news = new ArrayList<>();

  // Events handed over and not yet delivered.
  private final AtomicLong backlog = new AtomicLong();

  Audience(Context context, LongAdder deliveries, Runnable caughtUp) {
    this.context = context;
    this.deliveries = deliveries;
    this.caughtUp = caughtUp;
  }

  /** Tells all guests of an event. */
  void publish(Published event) {
    news.add(event);
  }

  /** Tells a guest something between two events. */
  void post(Guest guest, Runnable step) {
    closeNews();
    turn.add(() -> attempt(guest, step));
  }

  /** Tells a guest something before the events that were published since the last {@link #post}. */
  void beforeNews(Guest guest, Runnable step) {
    turn.add(() -> attempt(guest, step));
  }

  /** Lets in a guest, who is told of what is published after this. */
  void admit(Guest guest) {
    post(guest, () -> guests.add(guest));
  }

  /** Tells a guest no more. */
  void dismiss(Guest guest) {
    post(guest, () -> guests.remove(guest));
  }

  /** Hands over what was said in this turn. */
  void flush() {
    closeNews();
    if (!turn.isEmpty()) {
      List<Runnable> steps = turn;
      turn = new ArrayList<>();
      context.runOnContext(v -> steps.forEach(Runnable::run));
    }
  }

  /** Events that this event loop has yet to deliver. */
  long backlog() {
    return backlog.get();
  }

  private void closeNews() {
    if (!news.isEmpty()) {
      Batch batch = new Batch(news);
      news = new ArrayList<>();
      backlog.addAndGet(batch.events().size());
      turn.add(() -> deliver(batch));
    }
  }

  private void deliver(Batch batch) {
    deliveries.add((long) guests.size() * batch.events().size());
    try {
      guests.removeIf(guest -> !attempt(guest, () -> guest.deliver(batch)));
    } finally {
      backlog.addAndGet(-batch.events().size());
      caughtUp.run();
    }
  }

  /** A guest that cannot be served costs its own connection, and nobody else anything. */
  private static boolean attempt(Guest guest, Runnable step) {
    try {
      step.run();
      return true;
    } catch (RuntimeException failure) {
      log.error("a client cannot be served and is closed", failure);
      try {
        guest.failed();
      } catch (RuntimeException again) {
        log.error("and could not be closed", again);
      }
      return false;
    }
  }
}
