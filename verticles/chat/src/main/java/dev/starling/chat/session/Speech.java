package dev.starling.chat.session;

import dev.starling.chat.input.Rejection;
import dev.starling.chat.store.Result;
import java.util.Optional;

/**
 * The way of a user's messages into the room, and of the answers back. Belongs to the connection's
 * event loop.
 */
final class Speech {
  static final Rejection UNAVAILABLE = Rejection.notAccepted("the transcript store is unavailable");

  private final ClientTransport transport;
  private final ConnectionContext context;

  Speech(ClientTransport transport, ConnectionContext context) {
    this.transport = transport;
    this.context = context;
  }

  /** Whether the user may send one more message now. */
  boolean admits(Membership user) {
    return context.rates().admits(user.username());
  }

  /** Sends a message, if it is one and not too fast. */
  void say(Membership user, String id, String text) {
    if (!admits(user)) {
      reject(id, context.rules().tooFast());
      return;
    }
    Optional<Rejection> wrong = context.rules().check(text);
    if (wrong.isPresent()) {
      reject(id, wrong.get());
    } else {
      user.say(id, text, result -> said(id, result));
    }
  }

  /** A message is not sent. */
  void reject(String id, Rejection why) {
    context.room().countRejection(why);
    transport.reject(id, why);
  }

  private void said(String id, Result result) {
    switch (result.status()) {
      case DONE, REPEATED -> transport.accepted(id, result.seq());
      case UNKNOWN -> reject(id, Rejection.unknown());
      default -> reject(id, UNAVAILABLE);
    }
  }
}
