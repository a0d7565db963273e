package dev.starling.web.auth;

import dev.starling.core.service.ServiceContext;
import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.tls.PemFile;
import dev.starling.core.tls.UnusableFiles;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** From the settings of {@code auth.jwt} to the keys that tokens are verified with. */
final class TrustedKeys {
  private static final String PUBLIC_KEY = "auth.jwt.public-key";
  private static final String PUBLISHED = "auth.jwt.jwks";

  /** RFC 7518, section 3.2: a key of the size of the hash or larger. */
  private static final int SHORTEST_SECRET = 32;

  private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);

  private TrustedKeys() {}

  /**
   * The signatures that are trusted.
   *
   * @param service whose instances share published keys, and are not ready without them
   * @throws BadSetting when a key cannot be read
   */
  static Signatures signatures(Vertx vertx, ServiceContext service, ServiceSettings.Jwt settings) {
    if (settings.jwks().isEmpty()) {
      return Signatures.by(vertx, fixed(settings));
    }
    PublishedKeys keys = service.singleton(PublishedKeys.class, () -> published(service, settings));
    service.shared(PublishedKeys.class, () -> keys);
    return Signatures.by(vertx, keys);
  }

  private static PublishedKeys published(ServiceContext service, ServiceSettings.Jwt settings) {
    PublishedKeys keys =
        new PublishedKeys(
            settings.jwks().orElseThrow(),
            settings.jwksRefresh(),
            service.metrics(),
            System::nanoTime);
    service.health().ready(service.name() + "-keys", keys::unavailable);
    return keys;
  }

  static JWTAuthOptions fixed(ServiceSettings.Jwt settings) {
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
  static Optional<BadSetting> validate(ServiceSettings.Jwt settings) {
    if (settings.secret().filter(secret -> secret.length() < SHORTEST_SECRET).isPresent()) {
      return Optional.of(
          new BadSetting(
              "auth.jwt.secret",
              "is too short; valid for HS256 is " + SHORTEST_SECRET + " bytes or more"));
    }
    boolean others = settings.secret().isPresent() || settings.publicKey().isPresent();
    if (settings.jwks().isPresent() && others) {
      return Optional.of(
          new BadSetting(
              PUBLISHED, "is set beside another key; valid is it alone, public-key, or secret"));
    }
    if (settings.jwksRefresh().compareTo(SHORTEST_REFRESH) < 0) {
      return Optional.of(
          new BadSetting("auth.jwt.jwks-refresh", "is too short; valid is 1s or more"));
    }
    try {
      settings.jwks().ifPresent(KeySource::check);
      // Nothing but the keys is looked at, and they are read without a Vert.x.
      settings.publicKey().ifPresent(file -> JWTAuth.create(null, fixed(settings)));
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
}
