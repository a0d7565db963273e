package dev.starling.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.settings.ServiceSettings;
import dev.starling.testing.Authority;
import dev.starling.testing.EmbeddedDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EncryptionTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String IS_ENCRYPTED =
      "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

  private static final Authority OURS = new Authority("ours");

  @TempDir private static Path folder;
  private static Vertx vertx;
  private static EmbeddedDatabase database;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    database = EmbeddedDatabase.create();
    database.offer(OURS.issue());
  }

  @AfterAll
  static void stop() throws TimeoutException {
    database.offerNothing();
    database.close();
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void statements_are_sent_as_the_address_says() throws Exception {
    assertThat(isEncrypted("")).as("offered").isTrue();
    assertThat(isEncrypted("?sslmode=disable")).isFalse();
    assertThat(isEncrypted("?sslmode=allow")).isFalse();
    assertThat(isEncrypted("?sslmode=prefer")).isTrue();
    assertThat(isEncrypted("?sslmode=require")).isTrue();
    assertThat(isEncrypted("?sslmode=require&channel_binding=require")).isTrue();
    assertThat(isEncrypted(verified(OURS))).isTrue();
  }

  @Test
  void with_verify_ca_the_name_does_not_matter() throws Exception {
    String address =
        (database.uri() + verified(OURS).replace("verify-full", "verify-ca"))
                .replace("@localhost:", "@127.0.0.1:")
            + "&connect_timeout=60";
    Elsewhere elsewhere = new Elsewhere(Optional.of(address), 1);
    assertThat(isEncrypted(elsewhere)).isTrue();
    new Migrations(vertx, "beta", elsewhere).run().await(60, TimeUnit.SECONDS);
  }

  @Test
  void migrations_bind_the_channel_when_they_have_to() throws Exception {
    new Migrations(vertx, "delta", database.settings(1, "?sslmode=require&channel_binding=require"))
        .run()
        .await(60, TimeUnit.SECONDS);
  }

  @Test
  void migrations_trust_the_authority_too() throws Exception {
    new Migrations(vertx, "alpha", database.settings(1, verified(OURS)))
        .run()
        .await(60, TimeUnit.SECONDS);
  }

  @Test
  void a_server_with_a_certificate_of_another_authority_is_told_nothing() throws Exception {
    String other = verified(new Authority("another"));
    assertThatThrownBy(() -> isEncrypted(other)).isInstanceOf(DatabaseFailure.class);
    assertThatThrownBy(
            () ->
                new Migrations(vertx, "alpha", database.settings(1, other))
                    .run()
                    .await(60, TimeUnit.SECONDS))
        .isInstanceOf(DatabaseFailure.class);
  }

  @Test
  void a_server_under_another_name_is_told_nothing() throws Exception {
    String address = (database.uri() + verified(OURS)).replace("@localhost:", "@127.0.0.1:");
    assertThatThrownBy(() -> isEncrypted(new Elsewhere(Optional.of(address), 1)))
        .isInstanceOf(DatabaseFailure.class);
  }

  private record Elsewhere(Optional<String> uri, int poolSize)
      implements ServiceSettings.Database {}

  private static String verified(Authority authority) throws IOException {
    Path file = Files.createTempFile(folder, "authority", ".pem");
    Files.writeString(file, authority.pem());
    return "?sslmode=verify-full&sslrootcert=" + file;
  }

  private static boolean isEncrypted(String more) throws TimeoutException {
    return isEncrypted(database.settings(1, more));
  }

  private static boolean isEncrypted(ServiceSettings.Database settings) throws TimeoutException {
    DatabaseClient client = DatabaseClient.pooled(vertx, settings, "test", DEADLINE);
    try {
      return client
          .run(sql -> sql.query(IS_ENCRYPTED).execute())
          .await(60, TimeUnit.SECONDS)
          .iterator()
          .next()
          .getBoolean(0);
    } finally {
      client.close().await(60, TimeUnit.SECONDS);
    }
  }
}
