package dev.starling.chat.session;

import dev.starling.chat.input.Credentials;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.input.Username;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Takes new tokens of a client, which stays the same user, so that its connection outlives the one
 * that it connected with. Belongs to the connection's event loop.
 */
public final class TokenRefresh {
  private static final Rejection UNDER_WAY =
      new Rejection(Rejection.Code.RATE_LIMITED, "another token is being checked; try again");

  private final Credentials credentials;
  private final Watched watched;
  private final Speech speech;
  private final Username user;
  private boolean checking;

  TokenRefresh(Credentials credentials, Username user, Watched watched, Speech speech) {
    this.credentials = credentials;
    this.user = user;
    this.watched = watched;
    this.speech = speech;
  }

  /**
   * Takes a token in place of the one before; to be called when joined. One that is not valid for
   * the user is rejected, and the one before counts until it expires.
   *
   * @param taken gets when the new one expires, as {@link dev.starling.web.auth.Bearer#expires()}
   */
  public void take(String token, LongConsumer taken) {
    if (checking) {
      speech.reject(null, UNDER_WAY);
      return;
    }
    checking = true;
    credentials
        .check(Optional.of(user), Optional.of(token))
        .onComplete(done -> checking = false)
        .onSuccess(
            identity -> {
              watched.expiresAt(identity.expires());
              taken.accept(identity.expires());
            })
        .onFailure(failure -> speech.reject(null, invalid(failure)));
  }

  private static Rejection invalid(Throwable failure) {
    return new Rejection(Rejection.Code.TOKEN_INVALID, failure.getMessage());
  }
}
