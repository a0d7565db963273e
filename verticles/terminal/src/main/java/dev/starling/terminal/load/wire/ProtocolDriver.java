package dev.starling.terminal.load.wire;

import dev.starling.terminal.load.plan.LoadPlan;
import dev.starling.terminal.load.plan.Transport;
import java.util.Optional;

/**
 * One connection's part in a conversation of text messages, or of lines without their end. Knows
 * what to say and what is the answer to it; knows no sockets.
 */
interface ProtocolDriver {
  /** What a message that came means. */
  enum Meaning {
    /** The greeting was accepted. */
    WELCOME,
    /** This is what was asked for. */
    ANSWER,
    /** What was said last is not accepted; {@link Heard#reason} tells why. */
    REJECTION,
    /** Nothing, to this connection. */
    NOISE
  }

  /**
   * What a message that came means.
   *
   * @param reason empty unless it is a rejection
   */
  record Heard(Meaning meaning, String reason) {
    static final Heard WELCOME = new Heard(Meaning.WELCOME, "");
    static final Heard ANSWER = new Heard(Meaning.ANSWER, "");
    static final Heard NOISE = new Heard(Meaning.NOISE, "");

    static Heard rejection(String reason) {
      return new Heard(Meaning.REJECTION, reason);
    }
  }

  /** What the plan's protocol is for one caller. */
  static ProtocolDriver of(LoadPlan plan, int caller, String crowd) {
    String message = plan.question().text();
    String username = "load-" + crowd + "-" + caller;
    return switch (plan.protocol()) {
      case ECHO -> new EchoDriver(message, caller);
      case REPLY -> new ReplyDriver(message);
      case CHAT ->
          plan.target().transport() == Transport.TCP
              ? new LineChatDriver(username, message)
              : new FrameChatDriver(username, message);
      case HTTP -> throw new IllegalArgumentException("HTTP is no conversation");
    };
  }

  /** What to say first, and wait for a welcome; empty when nothing is expected. */
  Optional<String> greeting();

  /** The next message. */
  String next();

  /** Takes in a message that came. */
  Heard hear(String message);
}
