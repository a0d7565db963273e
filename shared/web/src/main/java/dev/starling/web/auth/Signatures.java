package dev.starling.web.auth;

import dev.starling.core.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.NoSuchKeyIdException;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.Optional;

/** Verifies signatures of tokens. Belongs to one event loop. */
interface Signatures {
  /** Fails when no key of the issuer has signed the token. */
  Future<User> verify(String token);

  /** Signatures by keys that stay the same. */
  static Signatures by(Vertx vertx, JWTAuthOptions keys) {
    // Vert.x verifies the signature only. Its rules for claims refuse an iat that is ahead, and
    // throw at claims of the wrong type.
    JWTAuth verifier =
        JWTAuth.create(vertx, keys.setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
    return token -> verifier.authenticate(new TokenCredentials(token));
  }

  /** Signatures by keys that an issuer publishes. */
  static Signatures by(Vertx vertx, PublishedKeys keys) {
    return new ByPublishedKeys(vertx, keys);
  }

  /** Looks once for newer keys when a token names one that is not there. */
  final class ByPublishedKeys implements Signatures {
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;
    private final PublishedKeys keys;
    private Optional<KeySet> known = Optional.empty();
    private Signatures signatures;

    private ByPublishedKeys(Vertx vertx, PublishedKeys keys) {
      this.vertx = vertx;
      this.keys = keys;
    }

    @Override
    public Future<User> verify(String token) {
      use(keys.current());
      if (known.isEmpty()) {
        return keys.newerThan(known).compose(newer -> verifyBy(newer, token));
      }
      Optional<KeySet> tried = known;
      return signatures
          .verify(token)
          .recover(
              failure ->
                  failure instanceof NoSuchKeyIdException
                      ? keys.newerThan(tried)
                          .compose(
                              newer ->
                                  newer.equals(tried)
                                      ? Future.failedFuture(failure)
                                      : verifyBy(newer, token))
                      : Future.failedFuture(failure));
    }

    private Future<User> verifyBy(Optional<KeySet> newer, String token) {
      use(newer);
      return known.isEmpty()
          ? Future.failedFuture(
              new ProblemException(UNAVAILABLE, "tokens cannot be verified now; try again"))
          : signatures.verify(token);
    }

    private void use(Optional<KeySet> newer) {
      if (!newer.equals(known) && newer.isPresent()) {
        known = newer;
        JWTAuthOptions options = new JWTAuthOptions();
        newer.get().keys().forEach(options::addJwk);
        signatures = Signatures.by(vertx, options);
      }
    }
  }
}
