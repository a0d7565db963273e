package dev.starling.terminal.chat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What was typed and is not in the transcript yet. One message is under way at a time, so that
 * retries change neither the order nor the number of messages.
 */
final class Outbox {
  /** Listens to what becomes of messages. */
  interface Events {
    /** To be sent now. */
    void transmit(String frame);

    /** Given up. */
    void notSent(String text, String reason);

    /** Given up; it may be in the transcript. */
    void notKnown(String text, String reason);

    /** A message was given up, or was acknowledged and has come back as an event. */
    void settled();

    /** Neither an acknowledgement nor an error came in time. */
    void unanswered();
  }

  static final int ATTEMPTS = 8;

  /** Longer than a server may take to accept while an instance is frozen. */
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

  /** After a welcome what was missed, or a gap, has begun to come by then. */
  static final Duration CATCHING_UP = Duration.ofSeconds(1);

  /** Error code: nobody can tell whether the message was accepted. */
  private static final String UNKNOWN = "unknown";

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  private record Message(String id, String text) {}

  private final Deque<Message> waiting = new ArrayDeque<>();
  private final Deque<Long> unseen = new ArrayDeque<>();
  private final Set<String> passing;
  private final Timers timers;
  private final Backoff pauses;
  private final Events events;
  private long ids;
  private int attempts;
  private boolean online;

  // The first message was sent, over this connection or an earlier one, and not surely refused.
  private boolean doubtful;

  // Its answer is still to come over this connection.
  private boolean awaiting;

  // It waits for the first event or gap after a welcome: after a gap it is not sent again.
  private boolean holding;
  private Timers.Timer timer = Timers.Timer.NONE;

  /**
   * Makes an empty one.
   *
   * @param passing error codes after which to try again
   */
  Outbox(Set<String> passing, Timers timers, RandomGenerator random, Events events) {
    this.passing = passing;
    this.timers = timers;
    this.pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
    this.events = events;
  }

  void add(String text) {
    Message message = new Message("m" + ++ids, text);
    if (frame(message).getBytes(StandardCharsets.UTF_8).length > ChatFrames.MAX_BYTES) {
      events.notSent(text, "message_too_long");
      events.settled();
      return;
    }
    waiting.add(message);
    if (online && waiting.size() == 1) {
      send();
    }
  }

  /** Connected: what was not acknowledged is sent, again if need be. */
  void online() {
    online = true;
    holding = doubtful;
    if (holding) {
      timer = timers.after(CATCHING_UP, this::goOn);
    } else {
      send();
    }
  }

  void offline() {
    online = false;
    awaiting = false;
    holding = false;
    timer.cancel();
  }

  /** A message is in the transcript, at {@code seq}. */
  void acknowledged(String id, long seq, ResumePoint resumePoint) {
    if (isUnderWay(id)) {
      unseen.add(seq);
      seen(resumePoint);
      next();
    }
  }

  /** A message was refused; returns whether it was one of these. */
  boolean refused(String id, String code, String reason) {
    if (!isUnderWay(id)) {
      return false;
    }
    timer.cancel();
    awaiting = false;
    doubtful = code.equals(UNKNOWN);
    if (doubtful || passing.contains(code)) {
      timer = timers.after(pauses.next(), () -> sendUnlessTooOften(reason));
    } else {
      giveUp(reason);
    }
    return true;
  }

  /** The reader is here now. */
  void seen(ResumePoint resumePoint) {
    while (!unseen.isEmpty() && resumePoint.isPast(unseen.peek())) {
      unseen.remove();
      events.settled();
    }
    goOn();
  }

  /**
   * Events are missing: a message whose answer will not come may be among them, and would be there
   * twice if it were sent again.
   */
  void missed() {
    if (doubtful && !awaiting) {
      giveUp("events are missing");
    }
  }

  /** In another transcript the acknowledged ones will not come back. */
  void restarted() {
    missed();
    unseen.forEach(seq -> events.settled());
    unseen.clear();
  }

  /** Nobody waits for the rest any more. */
  void abandon() {
    offline();
    for (Message message : waiting) {
      if (doubtful && message == waiting.peek()) {
        events.notKnown(message.text(), "not acknowledged");
      } else {
        events.notSent(message.text(), "no connection");
      }
    }
    waiting.clear();
  }

  private boolean isUnderWay(String id) {
    return online && !waiting.isEmpty() && waiting.peek().id().equals(id);
  }

  private void send() {
    sendUnlessTooOften("no answer");
  }

  private void goOn() {
    if (holding) {
      holding = false;
      timer.cancel();
      send();
    }
  }

  private void sendUnlessTooOften(String reason) {
    if (!online || waiting.isEmpty()) {
      return;
    }
    if (attempts == ATTEMPTS) {
      giveUp(reason + ", after " + ATTEMPTS + " attempts");
      return;
    }
    attempts++;
    doubtful = true;
    awaiting = true;
    timer = timers.after(ANSWER_TIMEOUT, events::unanswered);
    events.transmit(frame(waiting.peek()));
  }

  private void giveUp(String reason) {
    if (doubtful) {
      events.notKnown(waiting.peek().text(), reason);
    } else {
      events.notSent(waiting.peek().text(), reason);
    }
    events.settled();
    next();
  }

  private void next() {
    timer.cancel();
    waiting.remove();
    attempts = 0;
    doubtful = false;
    awaiting = false;
    holding = false;
    pauses.reset();
    send();
  }

  private static String frame(Message message) {
    return ChatFrames.message(message.id(), message.text());
  }
}
