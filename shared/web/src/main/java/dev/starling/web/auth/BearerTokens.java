package dev.starling.web.auth;

import dev.starling.core.problem.ProblemException;
import dev.starling.core.service.ServiceContext;
import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.net.websocket.Handshake;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks bearer tokens (RFC 6750) that are JSON Web Tokens (RFC 7519), for HTTP, WebSocket and TCP
 * alike. Belongs to one event loop and does not block.
 *
 * <p>A token passes when all of this holds:
 *
 * <ul>
 *   <li>It has three parts in base64url, header and claims are JSON objects without a name that is
 *       there twice, and the header has no {@code crit} (RFC 7515, section 4.1.11).
 *   <li>It is signed with the key of {@code auth.jwt.public-key} and its algorithm, with {@code
 *       auth.jwt.secret} and HS256, or with one of the keys that the document {@code auth.jwt.jwks}
 *       publishes (RFC 7517) and that key's algorithm, which is never symmetric; a {@code kid}
 *       names the key. The header's {@code alg} chooses between these and nothing else; {@code
 *       none} never passes.
 *   <li>The claims of RFC 7519, section 4.1, are of their types where they are there: {@code iss},
 *       {@code sub} and {@code jti} texts, {@code aud} a text or a list of texts, {@code exp},
 *       {@code nbf} and {@code iat} numbers of any size, with or without a fraction.
 *   <li>The time is before {@code exp} and not before {@code nbf}, give or take {@code
 *       auth.jwt.leeway}. A token without {@code exp}, or with one beyond what a {@code long} of
 *       milliseconds has, does not expire. {@code iat} is no ground to refuse (section 4.1.6).
 *   <li>{@code iss} is {@code auth.jwt.issuer}, and {@code aud} names {@code auth.jwt.audience},
 *       where these are set.
 *   <li>{@code scope} is a text of scopes with spaces between them (RFC 8693, section 4.2), of
 *       which {@code auth.jwt.scope} is one, where that is set.
 * </ul>
 *
 * <p>What does not pass fails with a {@link ProblemException}: 403 when only the scope is missing,
 * 503 while published keys have never been read, 401 for everything else. The detail never says
 * what is wrong with a token, and no token is logged. Nothing else is thrown, whatever the token
 * holds.
 */
public final class BearerTokens {
  private static final Logger log = LoggerFactory.getLogger(BearerTokens.class);
  private static final String PUBLIC_KEY = "auth.jwt.public-key";
  private static final String SCHEME = "Bearer";
  private static final String QUERY_PARAMETER = "access_token";
  private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("WWW-Authenticate");
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final Signatures signatures;
  private final ClaimRules rules;

  private BearerTokens(Signatures signatures, ClaimRules rules) {
    this.signatures = signatures;
    this.rules = rules;
  }

  /**
   * A check of requests that write, as the settings have it; none when they name no key.
   *
   * @param service whose log says when there is none
   * @throws BadSetting when the key cannot be read
   */
  public static Optional<BearerTokens> ofWriters(
      Vertx vertx, ServiceContext service, ServiceSettings.Jwt settings) {
    if (!settings.isSet()) {
      service.shared(OpenWrites.class, () -> new OpenWrites(service.name()));
    }
    return of(vertx, service, settings);
  }

  /**
   * A check as the settings have it; none when they name no key.
   *
   * @param service whose instances share the keys that an issuer publishes
   * @throws BadSetting when the key cannot be read
   */
  public static Optional<BearerTokens> of(
      Vertx vertx, ServiceContext service, ServiceSettings.Jwt settings) {
    return settings.isSet()
        ? Optional.of(
            by(TrustedKeys.signatures(vertx, service, settings), settings, InstantSource.system()))
        : Optional.empty();
  }

  static BearerTokens by(Signatures signatures, ServiceSettings.Jwt settings, InstantSource clock) {
    return new BearerTokens(signatures, new ClaimRules(settings, clock));
  }

  /**
   * Why a service cannot start with these settings; empty when it can. Reads a file, and blocks.
   */
  public static Optional<BadSetting> validate(ServiceSettings.Jwt settings) {
    return TrustedKeys.validate(settings);
  }

  /** Logs one warning per process: writes are not authenticated. */
  private static final class OpenWrites extends VerticleBase {
    private final String service;

    OpenWrites(String service) {
      this.service = service;
    }

    @Override
    public Future<?> start() {
      log.warn("{}: anyone may write: auth.jwt has no public-key, secret or jwks", service);
      return Future.succeededFuture();
    }
  }

  /**
   * The holder of a request's token. Fails with a {@link ProblemException}, 401 or 403, and says so
   * in {@code WWW-Authenticate}.
   */
  public Future<Bearer> check(HttpServerRequest request) {
    return check(request, ofHeader(request));
  }

  /**
   * The same, of a request that may have its token in the query (RFC 6750, section 2.3) or among
   * the subprotocols that it offers, as browsers cannot open a WebSocket with a header.
   */
  public Future<Bearer> checkAlsoQuery(HttpServerRequest request) {
    return check(
        request,
        ofHeader(request).or(() -> ofQuery(request)).or(() -> Handshake.offeredToken(request)));
  }

  private static Optional<String> ofHeader(HttpServerRequest request) {
    List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
    // Of several it is not clear which counts: together they are no token.
    return headers.isEmpty() ? Optional.empty() : given(String.join(", ", headers));
  }

  /**
   * The token of an {@code Authorization} header, or null for none; empty when it has none. The
   * scheme is in any case (RFC 9110, section 11.1), one or more spaces follow it (RFC 6750, section
   * 2.1).
   */
  public static Optional<String> given(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || authorization.length() == SCHEME.length()
        || authorization.charAt(SCHEME.length()) != ' ') {
      return Optional.empty();
    }
    return Optional.of(authorization.substring(SCHEME.length()).trim());
  }

  /** The holder of a token. Fails with a {@link ProblemException}, 401 or 403. */
  public Future<Bearer> check(String token) {
    try {
      JsonWebToken parsed = JsonWebToken.parse(token);
      Bearer bearer = rules.holder(parsed);
      boolean scoped = rules.isScoped(parsed);
      return signatures
          .verify(token)
          .transform(
              signed -> signed.failed() ? invalid(signed.cause()) : authorized(bearer, scoped));
    } catch (RuntimeException unfit) {
      return invalid(unfit);
    }
  }

  private static Future<Bearer> invalid(Throwable reason) {
    if (reason instanceof ProblemException unavailable) {
      return Future.failedFuture(unavailable);
    }
    log.debug("bearer token refused: {}", reason.toString());
    return Future.failedFuture(new ProblemException(UNAUTHORIZED, "the bearer token is not valid"));
  }

  private Future<Bearer> authorized(Bearer bearer, boolean scoped) {
    return scoped
        ? Future.succeededFuture(bearer)
        : Future.failedFuture(
            new ProblemException(
                FORBIDDEN,
                "the bearer token does not have the scope "
                    + rules.settings().scope().orElseThrow()));
  }

  /** Only where its name is spelled plainly: the access log must know it. */
  private static Optional<String> ofQuery(HttpServerRequest request) {
    String query = request.query();
    return query != null && query.contains(QUERY_PARAMETER + "=")
        ? Optional.ofNullable(request.getParam(QUERY_PARAMETER))
        : Optional.empty();
  }

  private Future<Bearer> check(HttpServerRequest request, Optional<String> token) {
    if (token.isEmpty()) {
      request.response().putHeader(CHALLENGE, "Bearer");
      return Future.failedFuture(new ProblemException(UNAUTHORIZED, "this needs a bearer token"));
    }
    return check(token.get())
        .onFailure(
            failure ->
                request.response().putHeader(CHALLENGE, challenge((ProblemException) failure)));
  }

  private String challenge(ProblemException failure) {
    return switch (failure.problem().status()) {
      case UNAUTHORIZED -> "Bearer error=\"invalid_token\"";
      case FORBIDDEN ->
          "Bearer error=\"insufficient_scope\", scope=\""
              + rules.settings().scope().orElseThrow()
              + "\"";
      default -> "Bearer";
    };
  }
}
