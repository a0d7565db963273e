package dev.starling.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource({
    "postgresql://user:hunter2@host/db, postgresql://user:*****@host/db",
    "postgresql://user:hun@ter:2@host:5432/db, postgresql://user:*****@host:5432/db",
    "postgresql://user:hun/ter2@host/db, postgresql://user:*****@host/db",
    "postgresql://:hunter2@host/db, postgresql://:*****@host/db",
    "user:hunter2@host/db, user:*****@host/db",
    "postgresql://host/db?user=a&password=hunter2&ssl=on,"
        + " postgresql://host/db?user=a&password=*****&ssl=on",
    "host=db Password=hunter2, host=db Password=*****",
    "postgresql://user@host:5432/db, postgresql://user@host:5432/db",
    "https://example.org:8443, https://example.org:8443",
  })
  void the_password_in_an_address_is_masked(String text, String masked) {
    assertThat(Secrets.masked("database.uri", text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "database.password", "client-secret", "api-key"})
  void what_is_named_a_secret_is_masked(String name) {
    assertThat(Secrets.masked(name, "hunter2")).isEqualTo("*****");
    assertThat(Secrets.masked(name, "")).isEmpty();
  }

  @Test
  void the_path_of_the_key_file_is_no_secret() {
    assertThat(Secrets.masked("tls.key", "/etc/key.pem")).isEqualTo("/etc/key.pem");
    assertThat(Secrets.masked("cluster.tls.key", "/etc/key.pem")).isEqualTo("/etc/key.pem");
  }

  @Test
  void no_secret_is_printed() throws SettingsException {
    LoadedSettings<SampleSettings> loaded =
        SampleSettings.withEnvironment(
            Map.of(
                "STARLING_API_KEY", "hunter2",
                "STARLING_DATABASE_URI", "postgresql://user:hunter2@host/db"));
    assertThat(loaded.settings().apiKey()).contains("hunter2");
    assertThat(loaded.print())
        .doesNotContain("hunter2")
        .contains("uri: \"postgresql://user:*****@host/db\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "database: {uri: ['postgresql://user:hunter2@host/db']}",
        "database:\n  uri: *hunter2",
        "database:\n  uri: !hunter2!x y",
        "database: {uri: 'postgresql://user:hunter2@host/db}",
        "database: {'postgresql://user:hunter2@host/db': x}",
        "http: {port: 'x:hunter2@host'}",
        "api-key: [hunter2, [hunter2]]",
      })
  void no_secret_is_in_a_message(String yaml, @TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("secret.yaml"), yaml);
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(
            () ->
                SettingsLoader.load(
                    SampleSettings.class, "sample", List.of(file), Map.of(), Map.of()))
        .withMessageNotContaining("hunter2")
        .withNoCause();
  }
}
