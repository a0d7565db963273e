package dev.starling.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.postgres.PostgresUri.Encryption;
import dev.starling.postgres.PostgresUri.Server;
import dev.starling.postgres.PostgresUri.SslMode;
import dev.starling.postgres.PostgresUri.Target;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUriTest {
  @Test
  void its_parts_are_decoded() {
    PostgresUri uri = PostgresUri.parse("postgresql://a%40b:p%3Aq+%C3%A9@db:6432/my%20db");
    assertThat(uri.user()).isEqualTo("a@b");
    assertThat(uri.password()).hasValue("p:q+\u00e9");
    assertThat(uri.servers()).containsExactly(new Server("db", 6432));
    assertThat(uri.database()).isEqualTo("my db");
    assertThat(uri.encryption()).isEqualTo(new Encryption(SslMode.PREFER, Optional.empty(), false));
  }

  @Test
  void everything_but_the_scheme_may_be_left_out() {
    PostgresUri uri = PostgresUri.parse("postgres://");
    String me = System.getProperty("user.name");
    assertThat(uri).hasToString("localhost:5432/" + me);
    assertThat(uri.user()).isEqualTo(me);
    assertThat(uri.password()).isEmpty();
    assertThat(PostgresUri.parse("postgresql://ada@/")).hasToString("localhost:5432/ada");
    assertThat(PostgresUri.parse("postgresql://ada@db:/x")).hasToString("db:5432/x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "postgresql://u:p@[::1]:5433/x [::1]:5433/x",
        "postgresql://u@a:1,b,[::1]:3/x a:1,b:5432,[::1]:3/x",
        "postgresql:///x?host=a,b&port=1,2 a:1,b:2/x",
        "postgresql:///x?host=a,b&port=7 a:7,b:7/x",
        "postgresql:///x?host=/run/postgresql /run/postgresql:5432/x",
        "postgresql://u@%2Frun%2Fpostgresql:5433/x /run/postgresql:5433/x",
        "postgresql://u@h/x?dbname=y&port=9 h:9/y",
        "jdbc:postgresql://h:1/x?user=u&password=p h:1/x",
      })
  void servers_are_found_in_every_form(String uri, String shown) {
    assertThat(PostgresUri.parse(uri)).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "disable, DISABLE",
    "allow, ALLOW",
    "prefer, PREFER",
    "require, REQUIRE",
    "verify-ca, VERIFY_CA",
    "verify-full, VERIFY_FULL",
  })
  void all_modes_of_encryption_are_known(String text, SslMode mode) {
    assertThat(with("sslmode=" + text + "&sslrootcert=/etc/my%20ca.pem").encryption())
        .isEqualTo(new Encryption(mode, Optional.of("/etc/my ca.pem"), false));
  }

  @Test
  void the_authorities_of_the_system_are_for_full_verification() {
    assertThat(with("sslrootcert=system").encryption().mode()).isEqualTo(SslMode.VERIFY_FULL);
    assertThat(with("ssl=true").encryption().mode()).isEqualTo(SslMode.REQUIRE);
  }

  @ParameterizedTest
  @CsvSource({
    "any, ANY",
    "read-write, READ_WRITE",
    "read-only, READ_ONLY",
    "primary, PRIMARY",
    "standby, STANDBY",
    "prefer-standby, PREFER_STANDBY",
  })
  void all_states_of_a_server_can_be_asked_for(String text, Target target) {
    assertThat(with("target_session_attrs=" + text).target()).isEqualTo(target);
  }

  @Test
  void what_the_server_is_told_is_kept() {
    PostgresUri uri =
        with("application_name=shop&options=-c%20search_path%3Dshop&connect_timeout=5");
    assertThat(uri.properties())
        .containsEntry("application_name", "shop")
        .containsEntry("options", "-c search_path=shop");
    assertThat(uri.connectTimeout()).hasValue(Duration.ofSeconds(5));
    assertThat(with("connect_timeout=0").connectTimeout()).isEmpty();
    assertThat(with("pgbouncer=true").pooler()).hasValue(true);
    assertThat(with("").pooler()).isEmpty();
  }

  @Test
  void channels_are_bound_where_they_are_encrypted() {
    assertThat(with("sslmode=require&channel_binding=require").encryption().binding()).isTrue();
    assertThat(with("channel_binding=prefer").encryption().binding()).isFalse();
    assertThatThrownBy(() -> with("channel_binding=require"))
        .hasMessageContaining("channel_binding=require, which needs sslmode=require");
  }

  @Test
  void the_names_of_the_jdbc_driver_are_taken_in_its_uris() {
    PostgresUri uri =
        PostgresUri.parse(
            "jdbc:postgresql://h/x?ssl=true&ApplicationName=shop&currentSchema=a&connectTimeout=3"
                + "&targetServerType=primary&prepareThreshold=0");
    assertThat(uri.encryption().mode()).isEqualTo(SslMode.VERIFY_FULL);
    assertThat(uri.properties())
        .containsEntry("application_name", "shop")
        .containsEntry("options", "-c search_path=a");
    assertThat(uri.target()).isEqualTo(Target.PRIMARY);
    assertThat(uri.pooler()).hasValue(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keepalives=1&keepalives_idle=30&tcp_user_timeout=9",
        "gssencmode=prefer&sslnegotiation=postgres&sslcompression=0&sslsni=1",
        "client_encoding=UTF8&ssl_min_protocol_version=TLSv1.2&krbsrvname=postgres",
        "load_balance_hosts=random",
      })
  void what_asks_for_nothing_that_cannot_be_had_is_taken(String parameters) {
    assertThat(with(parameters).database()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslcert",
        "sslkey",
        "sslcrl",
        "service",
        "passfile",
        "hostaddr",
        "require_auth",
        "gssencmode",
        "client_encoding",
        "sslnegotiation",
        "replication"
      })
  void what_cannot_be_had_is_named_with_what_to_do_instead(String name) {
    assertThatThrownBy(() -> with(name + "=geheim"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the parameter " + name + ", which is not supported: ")
        .hasMessageNotContaining("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "geheim",
        "http://u:geheim@db/x",
        "postgresql://u:geheim@@db/x",
        "postgresql://u:ge%ZZheim@db/x",
        "postgresql://u:geheim%00@db/x",
        "postgresql://u:geheim@db:0/x",
        "postgresql://u:geheim@db:65536/x",
        "postgresql://u:geheim@db:-1/x",
        "postgresql://u:geheim@d b/x",
        "postgresql://u:geheim@db/x?geheim",
        "postgresql://u:geheim@db/x?bogus=geheim",
        "postgresql://u:geheim@db/x?geheim!=1",
        "postgresql://u:geheim@db/x?sslmode=geheim",
        "postgresql://u:geheim@db/x?connect_timeout=geheim",
        "postgresql://u:geheim@a,b,c/x?port=1,2",
        "postgresql://u:geheim@db/x#fragment",
      })
  void what_is_no_address_is_refused_without_being_repeated(String uri) {
    assertThatThrownBy(() -> PostgresUri.parse(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("geheim");
  }

  @Test
  void neither_user_nor_password_is_shown() {
    assertThat(PostgresUri.parse("postgresql://ada:hunter2@db:6432/chat"))
        .hasToString("db:6432/chat");
  }

  private static PostgresUri with(String parameters) {
    return PostgresUri.parse("postgresql://ada:p@db/x?" + parameters);
  }
}
