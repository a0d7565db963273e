package dev.starling.shared.contract;

import dev.starling.shared.http.ProblemException;
import dev.starling.shared.launch.ServiceContext;
import dev.starling.shared.settings.ServiceSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks bearer tokens (RFC 6750): signed, in time, for us, and of the scope that is wanted. */
public final class BearerTokens {
  private static final Logger log = LoggerFactory.getLogger(BearerTokens.class);
  private static final String SCHEME = "Bearer ";
  private static final String QUERY_PARAMETER = "access_token";
  private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("WWW-Authenticate");
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /** RFC 7518, section 3.2: a key of the size of the hash or larger. */
  private static final int SHORTEST_SECRET = 32;

  private final JWTAuth tokens;
  private final Optional<String> scope;

  private BearerTokens(JWTAuth tokens, Optional<String> scope) {
    this.tokens = tokens;
    this.scope = scope;
  }

  /**
   * A check of who writes, as the settings have it; none when they name neither key nor secret.
   *
   * @param service whose log says when there is none
   * @throws UncheckedIOException when the key cannot be read
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
   * @throws UncheckedIOException when the key cannot be read
   */
  public static Optional<BearerTokens> of(Vertx vertx, ServiceSettings.Jwt settings) {
    if (!settings.isSet()) {
      return Optional.empty();
    }
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
    JWTOptions rules = new JWTOptions();
    settings.issuer().ifPresent(rules::setIssuer);
    settings.audience().ifPresent(audience -> rules.setAudience(List.of(audience)));
    return Optional.of(
        new BearerTokens(JWTAuth.create(vertx, options.setJWTOptions(rules)), settings.scope()));
  }

  /** What is wrong with settings that are each valid; empty when nothing is. */
  public static Optional<String> contradiction(ServiceSettings.Jwt settings) {
    if (settings.secret().filter(secret -> secret.length() < SHORTEST_SECRET).isPresent()) {
      return Optional.of(
          "auth.jwt.secret is too short: HS256 wants at least " + SHORTEST_SECRET + " bytes");
    }
    return settings
        .publicKey()
        .filter(file -> !Files.isReadable(Path.of(file)))
        .map(file -> "auth.jwt.public-key: '" + file + "' is no file that can be read");
  }

  /** Says once for a process what not everyone may want. */
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

  private static String content(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException failure) {
      throw new UncheckedIOException("auth.jwt.public-key: cannot read " + file, failure);
    }
  }

  /**
   * The holder of a request's token. Fails with a {@link ProblemException}, 401 or 403, and says so
   * in {@code WWW-Authenticate}.
   */
  public Future<Bearer> check(HttpServerRequest request) {
    return check(request, given(request.getHeader(HttpHeaders.AUTHORIZATION)));
  }

  /**
   * The same, of a request that may have its token in the query (RFC 6750, section 2.3), as
   * browsers cannot open a WebSocket with a header.
   */
  public Future<Bearer> checkAlsoQuery(HttpServerRequest request) {
    Optional<String> header = given(request.getHeader(HttpHeaders.AUTHORIZATION));
    return check(request, header.or(() -> ofQuery(request)));
  }

  /** The token of an {@code Authorization} header, or null for none; empty when it has none. */
  public static Optional<String> given(String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(authorization.substring(SCHEME.length()).trim())
        : Optional.empty();
  }

  /** The holder of a token. Fails with a {@link ProblemException}, 401 or 403. */
  public Future<Bearer> check(String token) {
    return tokens
        .authenticate(new TokenCredentials(token))
        .transform(
            user ->
                user.failed()
                    ? Future.failedFuture(
                        new ProblemException(UNAUTHORIZED, "the bearer token is not valid"))
                    : authorize(user.result()));
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
        : "Bearer error=\"insufficient_scope\", scope=\"" + scope.orElseThrow() + "\"";
  }

  private Future<Bearer> authorize(User user) {
    if (scope.isPresent() && !scopes(user).contains(scope.get())) {
      return Future.failedFuture(
          new ProblemException(
              FORBIDDEN, "the bearer token does not have the scope " + scope.get()));
    }
    Object subject = user.get("sub");
    Object end = user.get("exp");
    return Future.succeededFuture(
        new Bearer(
            Optional.ofNullable(subject instanceof String text ? text : null),
            end instanceof Number seconds
                ? TimeUnit.SECONDS.toMillis(seconds.longValue())
                : Bearer.NEVER));
  }

  /** RFC 8693, section 4.2: scopes are a text, separated by spaces. */
  private static List<String> scopes(User user) {
    return user.principal().getValue("scope") instanceof String text
        ? Arrays.asList(text.split(" "))
        : List.of();
  }
}
