package dev.starling.chat.session;

import dev.starling.chat.input.Rejection;
import dev.starling.chat.store.Result;

/**
 * The way of a user's messages into the room, and of the answers back. Belongs to the connection's
 * event loop.
 */
public final class Speech {
  static final Rejection UNAVAILABLE = Rejection.notAccepted("the transcript store is unavailable");

  private final ClientTransport transport;
  private final ConnectionContext context;
  private final Watched watched;

  // Null until the client's name is settled.
  private Membership user;

  // Null until the client shows a new token.
  private TokenRefresh tokens;

  Speech(ClientTransport transport, ConnectionContext context, Watched watched) {
    this.transport = transport;
    this.context = context;
    this.watched = watched;
  }

  /** New tokens of the user; to be used when joined. */
  public TokenRefresh tokens() {
    if (tokens == null) {
      tokens = new TokenRefresh(context.credentials(), user.username(), watched, this);
    }
    return tokens;
  }

  /** Sets who speaks. */
  void begin(Membership member) {
    user = member;
  }

  /**
   * Sends a message, if it is one and not too fast; to be called when joined.
   *
   * @param id under which it may be sent again; null for none
   */
  public void say(String id, String text) {
    if (isTooFast()) {
      reject(id, context.rules().tooFast());
      return;
    }
    context
        .rules()
        .check(text)
        .ifPresentOrElse(
            wrong -> reject(id, wrong), () -> user.say(id, text, result -> said(id, result)));
  }

  /**
   * Whether the user may ask one more thing, which counts as a message; else that is rejected.
   *
   * @param id of the question; null when it has none
   */
  public boolean admits(String id) {
    boolean admitted = !isTooFast();
    if (!admitted) {
      reject(id, context.rules().tooFast());
    }
    return admitted;
  }

  /** Rejects one more message, which counts as any other; to be called when joined. */
  public void rejectOneMore(String id, Rejection why) {
    reject(id, isTooFast() ? context.rules().tooFast() : why);
  }

  /**
   * Rejects a message or a frame of the client.
   *
   * @param id of the message; null when it has none
   */
  public void reject(String id, Rejection why) {
    context.room().countRejection(why);
    transport.reject(id, why);
  }

  private boolean isTooFast() {
    return !context.rates().admits(user.username());
  }

  private void said(String id, Result result) {
    switch (result.status()) {
      case DONE, REPEATED -> transport.accepted(id, result.seq());
      case UNKNOWN -> reject(id, Rejection.unknown());
      default -> reject(id, UNAVAILABLE);
    }
  }
}
