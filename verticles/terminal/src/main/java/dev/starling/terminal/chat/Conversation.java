package dev.starling.terminal.chat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One user's part in the chat, over as many connections as it takes: what was said is shown once
 * and in order, what is typed is sent once and in order. Knows neither sockets nor the terminal;
 * all calls come from one thread.
 */
final class Conversation implements ServerEvents, Outbox.Events {
  /** Listens to what is not shown. */
  interface Listener {
    /** Let in for the first time. */
    void admitted();

    /** Not let in at the first attempt; it is over. */
    void refused(String reason);

    /** The first attempt to connect failed; it is over. */
    void unreachable(String reason);

    /** One of the lines typed is done with, for better or worse. */
    void settled();

    /** One of the lines typed was given up; it may have been sent all the same. */
    void notSent();
  }

  /** How long a server may take to answer {@code connect}. */
  static final Duration WELCOME_TIMEOUT = Duration.ofSeconds(5);

  private static final int CLOSED_FOR_SILENCE = 4000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private enum Phase {
    CONNECTING,
    GREETING,
    ONLINE,
    PAUSING,
    AWAY,
    OVER
  }

  private final String username;
  private final Link link;
  private final Timers timers;
  private final EventPrinter printer;
  private final Listener listener;
  private final Outbox outbox;
  private final Backoff backoff;
  private final ResumePoint resumePoint = new ResumePoint();
  private Phase phase = Phase.CONNECTING;
  private Timers.Timer timer = Timers.Timer.NONE;

  /**
   * Starts with {@link #start}.
   *
   * @param passing error codes after which a message is tried again
   */
  Conversation(
      String username,
      Set<String> passing,
      Link link,
      Timers timers,
      RandomGenerator random,
      EventPrinter printer,
      Listener listener) {
    this.username = username;
    this.link = link;
    this.timers = timers;
    this.printer = printer;
    this.listener = listener;
    this.outbox = new Outbox(passing, timers, random, this);
    this.backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, random);
  }

  /** Connects; from then on it reconnects by itself. */
  void start() {
    phase = Phase.CONNECTING;
    link.open();
  }

  /** Ends it for good; names what was not acknowledged until now. */
  void leave() {
    phase = Phase.OVER;
    timer.cancel();
    outbox.abandon();
    link.close();
  }

  /** The user has typed a line. Empty lines are not messages, but show that someone is there. */
  void say(String text) {
    if (phase == Phase.AWAY) {
      start();
    }
    if (text.isEmpty()) {
      listener.settled();
      return;
    }
    if (phase != Phase.ONLINE) {
      printer.kept(text);
    }
    outbox.add(text);
  }

  /** The link is up. */
  void opened() {
    phase = Phase.GREETING;
    timer = timers.after(WELCOME_TIMEOUT, () -> hangUp("no welcome within 5 s"));
    link.send(ChatFrames.connect(username, resumePoint));
  }

  /**
   * The link is down, or did not come up.
   *
   * @param closeCode of the WebSocket; 0 when it was not closed in order
   */
  void lost(int closeCode, String reason) {
    lost(closeCode, reason, Optional.empty());
  }

  /**
   * The link is down.
   *
   * @param spread over which the server asks its clients to come back
   */
  void lost(int closeCode, String reason, Optional<Duration> spread) {
    Phase before = phase;
    timer.cancel();
    outbox.offline();
    if (!resumePoint.exists()) {
      phase = Phase.OVER;
      listener.unreachable(reason);
    } else if (closeCode == CLOSED_FOR_SILENCE) {
      phase = Phase.AWAY;
      printer.away();
    } else {
      if (before == Phase.ONLINE) {
        printer.lost(reason);
      } else {
        printer.stillLost(reason);
      }
      phase = Phase.PAUSING;
      timer = timers.after(spread.map(backoff::within).orElseGet(backoff::next), this::start);
    }
  }

  /** The server is not to be trusted to answer any more. */
  void hangUp(String reason) {
    link.close();
    lost(0, reason);
  }

  @Override
  public void welcome(String session, String epoch, Position before, int online) {
    timer.cancel();
    phase = Phase.ONLINE;
    backoff.reset();
    boolean first = !resumePoint.exists();
    if (!resumePoint.enter(session, epoch, before)) {
      outbox.restarted();
    }
    if (first) {
      printer.connected(username, online);
      listener.admitted();
    } else {
      printer.connectedAgain(online);
    }
    outbox.online();
  }

  @Override
  public void joined(Position at, String name, int online) {
    once(at, () -> printer.joined(name, online));
  }

  @Override
  public void left(Position at, String name, int online) {
    once(at, () -> printer.left(name, online));
  }

  @Override
  public void message(Position at, String name, String text) {
    once(at, () -> printer.said(name, text));
  }

  @Override
  public void acknowledged(String id, long seq) {
    outbox.acknowledged(id, seq, resumePoint);
  }

  @Override
  public void error(String code, String message, String id) {
    String reason = message.isEmpty() ? code : message;
    if (phase == Phase.ONLINE) {
      if (!outbox.refused(id, code, code + (message.isEmpty() ? "" : ": " + message))) {
        printer.error(reason);
      }
    } else if (resumePoint.exists()) {
      // The name may be free again once the server has noticed that its user is gone.
      hangUp(reason);
    } else {
      leave();
      listener.refused(reason);
    }
  }

  @Override
  public void gap(long from, long to) {
    printer.missing(from, to);
    resumePoint.moveTo(new Position(to));
    outbox.missed();
    outbox.seen(resumePoint);
  }

  @Override
  public void newTranscript(String epoch, long seq) {
    printer.newTranscript();
    resumePoint.restart(epoch, new Position(seq));
    outbox.restarted();
    outbox.seen(resumePoint);
  }

  @Override
  public void transmit(String frame) {
    link.send(frame);
  }

  @Override
  public void notSent(String text, String reason) {
    printer.notSent(text, reason);
    listener.notSent();
  }

  @Override
  public void notKnown(String text, String reason) {
    printer.notKnown(text, reason);
    listener.notSent();
  }

  @Override
  public void settled() {
    listener.settled();
  }

  @Override
  public void unanswered() {
    hangUp("no answer to a message within " + Outbox.ANSWER_TIMEOUT.toSeconds() + " s");
  }

  private void once(Position at, Runnable show) {
    if (resumePoint.isPast(at.seq())) {
      return;
    }
    if (at.seq() > resumePoint.seq() + 1) {
      printer.missing(resumePoint.seq() + 1, at.seq() - 1);
      outbox.missed();
    }
    resumePoint.moveTo(at);
    show.run();
    outbox.seen(resumePoint);
  }
}
