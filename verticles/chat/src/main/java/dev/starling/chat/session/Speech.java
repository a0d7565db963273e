package dev.starling.chat.session;

import dev.starling.chat.input.Rejection;
import dev.starling.chat.store.Result;
import java.util.Optional;

/**
 * The way of a user's messages into the room, and of the answers back. Belongs to the connection's
 * event loop.
 */
public final class Speech {
  static final Rejection UNAVAILABLE = Rejection.notAccepted("the transcript store is unavailable");

  private final ClientTransport transport;
  private final ConnectionContext context;

  // Null until the client's name is settled.
  private Membership user;

  Speech(ClientTransport transport, ConnectionContext context) {
    this.transport = transport;
    this.context = context;
  }

  /** Sets who speaks. */
  void begin(Membership member) {
    user = member;
  }

  /** Whether the user may send one more message now; to be called when joined. */
  public boolean admits() {
    return context.rates().admits(user.username());
  }

  /**
   * Sends a message, if it is one and not too fast; to be called when joined.
   *
   * @param id under which it may be sent again; null for none
   */
  public void say(String id, String text) {
    if (!admits()) {
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

  /**
   * What the client sent is not done.
   *
   * @param id of the message; null when it has none
   */
  public void reject(String id, Rejection why) {
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
