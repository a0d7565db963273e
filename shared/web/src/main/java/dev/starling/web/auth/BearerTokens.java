package dev.starling.web.auth;

import dev.starling.core.problem.ProblemException;
import dev.starling.core.service.ServiceContext;
import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.tls.PemFile;
import dev.starling.core.tls.UnusableFiles;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.file.Path;
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
 *   <li>It is signed with the key of {@code auth.jwt.public-key} and its algorithm, or with {@code
 *       auth.jwt.secret} and HS256. The header's {@code alg} chooses between these and nothing
 *       else; {@code none} never passes.
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
 * 401 for everything else. The detail never says what is wrong with a token, and no token is
 * logged. Nothing else is thrown, whatever the token holds.
 */
public final class BearerTokens {
  private static final Logger log = LoggerFactory.getLogger(BearerTokens.class);
  private static final String PUBLIC_KEY = "auth.jwt.public-key";
  private static final String SCHEME = "Bearer";
  private static final String QUERY_PARAMETER = "access_token";
  private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("WWW-Authenticate");
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /** RFC 7518, section 3.2: a key of the size of the hash or larger. */
  private static final int SHORTEST_SECRET = 32;

  private final JWTAuth signatures;
  private final ServiceSettings.Jwt settings;
  private final InstantSource clock;

  private BearerTokens(JWTAuth signatures, ServiceSettings.Jwt settings, InstantSource clock) {
    this.signatures = signatures;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A check of who writes, as the settings have it; none when they name neither key nor secret.
   *
   * @param service whose log says when there is none
   * @throws BadSetting when the key cannot be read
   */
  public static Optional<BearerTokens> ofWriters(
      Vertx vertx, ServiceContext service, ServiceSettings.Jwt settings) {
    if (!settings.isSet()) {
      service.shared(OpenWrites.class, () -> new OpenWrites(service.name()));
    }
    return of(vertx, settings);
  }

  /**
   * A check as the settings have it; none when they name neither key nor secret.
   *
   * @throws BadSetting when the key cannot be read
   */
  public static Optional<BearerTokens> of(Vertx vertx, ServiceSettings.Jwt settings) {
    return of(vertx, settings, InstantSource.system());
  }

  static Optional<BearerTokens> of(Vertx vertx, ServiceSettings.Jwt settings, InstantSource clock) {
    if (!settings.isSet()) {
      return Optional.empty();
    }
    // Vert.x verifies the signature. Its rules for claims refuse an iat that is ahead, and throw
    // at claims of the wrong type.
    JWTOptions signatureOnly = new JWTOptions().setIgnoreExpiration(true);
    return Optional.of(
        new BearerTokens(
            JWTAuth.create(vertx, keys(settings).setJWTOptions(signatureOnly)), settings, clock));
  }

  private static JWTAuthOptions keys(ServiceSettings.Jwt settings) {
    JWTAuthOptions options = new JWTAuthOptions();
    settings
        .secret()
        .ifPresent(
            secret ->
                options.addPubSecKey(
                    new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret)));
    settings
        .publicKey()
        .ifPresent(
            file ->
                options.addPubSecKey(
                    new PubSecKeyOptions()
                        .setAlgorithm(settings.algorithm())
                        .setBuffer(content(file))));
    return options;
  }

  /**
   * Why a service cannot start with these settings; empty when it can. Reads a file, and blocks.
   */
  public static Optional<BadSetting> validate(ServiceSettings.Jwt settings) {
    if (settings.secret().filter(secret -> secret.length() < SHORTEST_SECRET).isPresent()) {
      return Optional.of(
          new BadSetting(
              "auth.jwt.secret",
              "is too short; valid for HS256 is " + SHORTEST_SECRET + " bytes or more"));
    }
    try {
      // Nothing but the keys is looked at, and they are read without a Vert.x.
      settings.publicKey().ifPresent(file -> JWTAuth.create(null, keys(settings)));
      return Optional.empty();
    } catch (BadSetting unreadable) {
      return Optional.of(unreadable);
    } catch (RuntimeException unfit) {
      return Optional.of(
          new BadSetting(
              PUBLIC_KEY,
              "holds no public key for auth.jwt.algorithm "
                  + settings.algorithm()
                  + "; valid is a PEM file with one (BEGIN PUBLIC KEY)"));
    }
  }

  /** Logs one warning per process: writes are not authenticated. */
  private static final class OpenWrites extends VerticleBase {
    private final String service;

    OpenWrites(String service) {
      this.service = service;
    }

    @Override
    public Future<?> start() {
      log.warn("{}: anyone may write: auth.jwt.public-key and auth.jwt.secret are empty", service);
      return Future.succeededFuture();
    }
  }

  private static Buffer content(String file) {
    PemFile pem = new PemFile(PUBLIC_KEY, Path.of(file), "the public key of who signs tokens");
    try {
      Buffer content = pem.read();
      if (content.toString().contains("PRIVATE KEY")) {
        throw new BadSetting(
            PUBLIC_KEY, "holds a private key; valid is a PEM file with a public one");
      }
      return content;
    } catch (UnusableFiles failure) {
      throw failure.badSetting();
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
   * The same, of a request that may have its token in the query (RFC 6750, section 2.3), as
   * browsers cannot open a WebSocket with a header.
   */
  public Future<Bearer> checkAlsoQuery(HttpServerRequest request) {
    return check(request, ofHeader(request).or(() -> ofQuery(request)));
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
      Bearer bearer = bearer(parsed);
      boolean scoped = isScoped(parsed);
      return signatures
          .authenticate(new TokenCredentials(token))
          .transform(
              signed -> signed.failed() ? invalid(signed.cause()) : authorized(bearer, scoped));
    } catch (RuntimeException unfit) {
      return invalid(unfit);
    }
  }

  private static Future<Bearer> invalid(Throwable reason) {
    log.debug("bearer token refused: {}", reason.toString());
    return Future.failedFuture(new ProblemException(UNAUTHORIZED, "the bearer token is not valid"));
  }

  /** Checks the claims; nothing says yet that the token is signed. */
  private Bearer bearer(JsonWebToken token) {
    long now = clock.millis();
    long leeway = settings.leeway().toMillis();
    token.date("iat");
    token.text("jti");
    long end = Math.min(token.date("exp").orElse(Bearer.NEVER), Bearer.NEVER - leeway) + leeway;
    if (end <= now || token.date("nbf").orElse(0) > now + leeway) {
      throw new IllegalArgumentException("it is not in time");
    }
    Optional<String> issuer = token.text("iss");
    if (settings.issuer().isPresent() && !settings.issuer().equals(issuer)) {
      throw new IllegalArgumentException("it is of another issuer");
    }
    List<String> audience = token.texts("aud");
    if (settings.audience().isPresent() && !audience.contains(settings.audience().get())) {
      throw new IllegalArgumentException("it is for another audience");
    }
    return new Bearer(token.text("sub"), end);
  }

  private boolean isScoped(JsonWebToken token) {
    return settings.scope().isEmpty()
        || List.of(token.text("scope").orElse("").split(" ")).contains(settings.scope().get());
  }

  private Future<Bearer> authorized(Bearer bearer, boolean scoped) {
    return scoped
        ? Future.succeededFuture(bearer)
        : Future.failedFuture(
            new ProblemException(
                FORBIDDEN,
                "the bearer token does not have the scope " + settings.scope().orElseThrow()));
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
    return failure.problem().status() == UNAUTHORIZED
        ? "Bearer error=\"invalid_token\""
        : "Bearer error=\"insufficient_scope\", scope=\"" + settings.scope().orElseThrow() + "\"";
  }
}
