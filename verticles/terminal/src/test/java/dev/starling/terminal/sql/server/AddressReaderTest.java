package dev.starling.terminal.sql.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.postgres.PostgresUri.SslMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressReaderTest {
  @TempDir private Path home;

  private final Map<String, String> environment = new HashMap<>();

  @Test
  void without_anything_it_is_the_database_of_the_user_on_this_machine() {
    Address address = read(null);
    assertThat(address).hasToString("ada@localhost:5432/ada");
    assertThat(address.password()).isEmpty();
    assertThat(address.uri().encryption().mode()).isEqualTo(SslMode.PREFER);
  }

  @Test
  void the_variables_of_libpq_count() {
    environment.putAll(
        Map.of(
            "PGHOST",
            "db",
            "PGPORT",
            "7",
            "PGUSER",
            "grace",
            "PGPASSWORD",
            "p",
            "PGSSLMODE",
            "verify-ca"));
    Address address = read(null);
    assertThat(address).hasToString("grace@db:7/grace");
    assertThat(address.password()).hasValue("p");
    assertThat(address.uri().encryption().mode()).isEqualTo(SslMode.VERIFY_CA);
  }

  @Test
  void what_the_uri_says_wins_and_what_it_leaves_open_comes_from_elsewhere() {
    environment.putAll(Map.of("PGHOST", "db", "PGUSER", "grace", "PGDATABASE", "d"));
    Address address =
        read("postgresql://u%40x:a%3Ab%2Fc+d@[::1]:99?sslmode=disable&options=-c%20x%3D1");
    assertThat(address).hasToString("u@x@[::1]:99/d");
    assertThat(address.password()).hasValue("a:b/c+d");
    assertThat(address.uri().encryption().mode()).isEqualTo(SslMode.DISABLE);
    assertThat(address.uri().properties()).containsEntry("options", "-c x=1");
    assertThat(read("postgres:///other")).hasToString("grace@db:5432/other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "geheim",
        "http://u:geheim@db/x",
        "postgresql://u:ge%ZZheim@db/x",
        "postgresql://u:geheim%00@db/x",
        "postgresql://u:geheim@db:0/x",
        "postgresql://u:geheim@db:65536/x",
        "postgresql://u:geheim@db:-1/x",
        "postgresql://u:geheim@d b/x",
        "postgresql://u:geheim@db/x?geheim",
        "postgresql://u:geheim@db/x?bogus=geheim",
        "postgresql://u:geheim@db/x?sslmode=geheim",
      })
  void what_makes_no_sense_is_refused_without_being_repeated(String uri) {
    assertThatThrownBy(() -> read(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("geheim");
  }

  @Test
  void a_socket_in_the_file_system_is_a_host_that_begins_with_a_slash() {
    environment.put("PGHOST", "/run/postgresql");
    assertThat(read(null).uri().servers().get(0).socketFile())
        .isEqualTo("/run/postgresql/.s.PGSQL.5432");
  }

  @Test
  void the_password_file_counts_for_each_of_several_servers() throws IOException {
    passwords("b:7:x:u:of b");
    assertThat(read("postgresql://u@a:6,b:7/x?target_session_attrs=read-write").password())
        .hasValue("of b");
  }

  @Test
  void the_first_line_of_the_password_file_that_fits_counts() throws IOException {
    passwords(
        "# db:5432:x:u:commented",
        "db:5433:*:*:other port",
        "db:5432:x:someone:other user",
        "rubbish",
        "*:*:x:u:se:cr\\et\\:\\\\",
        "*:*:*:*:last");
    assertThat(read("postgresql://u@db/x").password()).hasValue("se:cret:\\");
    assertThat(read("postgresql://v@db/x").password()).hasValue("last");
    assertThat(read("postgresql://u:given@db/x").password()).hasValue("given");
    assertThat(read("postgresql://u:given@db/x").toString()).doesNotContain("given");
  }

  @Test
  void a_password_file_open_to_others_is_not_used() throws IOException {
    Path file = passwords("*:*:*:*:secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> read("postgresql://u@db/x"))
        .hasMessageContaining("chmod 600")
        .hasMessageNotContaining("secret");
  }

  private Path passwords(String... lines) throws IOException {
    Path file = home.resolve(".pgpass");
    Files.writeString(file, String.join("\n", lines));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Address read(String uri) {
    return new AddressReader(environment, "ada", home).read(uri);
  }
}
