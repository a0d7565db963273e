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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the bearer tokens (RFC 6750) of requests: signed, in time, for us, and good for writing.
 */
public final class BearerTokens {
  private static final Logger log = LoggerFactory.getLogger(BearerTokens.class);
  private static final String SCHEME = "Bearer ";

  /** RFC 7518, section 3.2: a key of the size of the hash or larger. */
  private static final int SHORTEST_SECRET = 32;

  private final JWTAuth tokens;
  private final Optional<String> scope;

  private BearerTokens(JWTAuth tokens, Optional<String> scope) {
    this.tokens = tokens;
    this.scope = scope;
  }

  /**
   * A check as the settings have it; none when they name neither key nor secret.
   *
   * @param service whose log says when there is none
   * @throws UncheckedIOException when the key cannot be read
   */
  public static Optional<BearerTokens> of(
      Vertx vertx, ServiceContext service, ServiceSettings.Jwt settings) {
    if (!settings.isSet()) {
      service.shared(OpenWrites.class, () -> new OpenWrites(service.name()));
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

  /** Fails with 401 or 403, and says so in {@code WWW-Authenticate}. */
  Future<Void> check(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return refuse(request, 401, "Bearer", "this needs a bearer token");
    }
    return tokens
        .authenticate(new TokenCredentials(header.substring(SCHEME.length()).trim()))
        .transform(
            user ->
                user.failed()
                    ? refuse(
                        request,
                        401,
                        "Bearer error=\"invalid_token\"",
                        "the bearer token is not valid")
                    : authorize(request, user.result()));
  }

  private Future<Void> authorize(HttpServerRequest request, User user) {
    if (scope.isEmpty() || scopes(user).contains(scope.get())) {
      return Future.succeededFuture();
    }
    return refuse(
        request,
        403,
        "Bearer error=\"insufficient_scope\", scope=\"" + scope.get() + "\"",
        "the bearer token does not have the scope " + scope.get());
  }

  /** RFC 8693, section 4.2: scopes are a text, separated by spaces. */
  private static List<String> scopes(User user) {
    return user.principal().getValue("scope") instanceof String text
        ? Arrays.asList(text.split(" "))
        : List.of();
  }

  private static Future<Void> refuse(
      HttpServerRequest request, int status, String challenge, String detail) {
    request.response().putHeader("WWW-Authenticate", challenge);
    return Future.failedFuture(new ProblemException(status, detail));
  }
}
