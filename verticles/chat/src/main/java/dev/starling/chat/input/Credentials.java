package dev.starling.chat.input;

import dev.starling.web.auth.Bearer;
import dev.starling.web.auth.BearerTokens;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks that a client may have a name: any client may, unless tokens are required; then the name
 * must be the token's subject ({@code sub}). Belongs to one event loop.
 */
public final class Credentials {
  /**
   * Somebody whose name is settled.
   *
   * @param expires when it must be proved anew, in milliseconds since 1970
   */
  public record Identity(Username username, long expires) {}

  /** Somebody does not have the name; it is no fault of the server and has no trace. */
  public static final class Denied extends Exception {
    private static final long serialVersionUID = 1L;

    // Part of an exception, which is serializable; this one never is.
    private final transient Rejection why;

    private Denied(Rejection why) {
      super(why.message(), null, false, false);
      this.why = why;
    }

    /** The rejection that is sent to the client. */
    public Rejection why() {
      return why;
    }
  }

  private final Optional<Function<String, Future<Bearer>>> tokens;

  /**
   * Creates it.
   *
   * @param tokens checks a token, as {@link BearerTokens#check(String)}; empty when none is asked
   *     for
   */
  public Credentials(Optional<Function<String, Future<Bearer>>> tokens) {
    this.tokens = tokens;
  }

  /** Whether a token is asked for. */
  public boolean areNeeded() {
    return tokens.isPresent();
  }

  /**
   * Settles who a client is. Fails with {@link Denied}.
   *
   * @param username as the client gave it; with a token it may be left out
   * @param token of no interest where none is asked for
   */
  public Future<Identity> check(Optional<Username> username, Optional<String> token) {
    if (tokens.isEmpty()) {
      return username
          .map(name -> Future.succeededFuture(new Identity(name, Bearer.NEVER)))
          .orElseGet(() -> Future.failedFuture(new Denied(Username.INVALID)));
    }
    if (token.isEmpty()) {
      return denied("this needs a bearer token");
    }
    return tokens
        .get()
        .apply(token.get())
        .recover(failure -> denied(failure.getMessage()))
        .compose(bearer -> identity(username, bearer));
  }

  private static Future<Identity> identity(Optional<Username> username, Bearer bearer) {
    Optional<Username> subject = bearer.subject().flatMap(Username::parse);
    if (subject.isEmpty()) {
      return denied("the bearer token's sub is no user name");
    }
    return username.isEmpty() || username.equals(subject)
        ? Future.succeededFuture(new Identity(subject.get(), bearer.expires()))
        : denied("the bearer token is for '" + subject.get().text() + "'");
  }

  private static <T> Future<T> denied(String message) {
    return Future.failedFuture(new Denied(new Rejection(Rejection.Code.UNAUTHORIZED, message)));
  }
}
