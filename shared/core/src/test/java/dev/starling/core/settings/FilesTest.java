package dev.starling.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesTest {
  @TempDir Path directory;

  @Test
  void later_sources_win() throws Exception {
    Path first = file("first.yaml", "http: {port: 1}\ninstances: 1\ndrain: {timeout: 1s}");
    Path second = file("second.yaml", "http: {port: 2}\ninstances: 2\nsample-data: false");
    SampleSettings settings =
        load(
            List.of(first, second),
            Map.of("STARLING_HTTP_PORT", "3", "STARLING_SAMPLE_DATA", "false"),
            Map.of("sample-data", "true"));
    assertThat(settings.drain().timeout()).hasSeconds(1);
    assertThat(settings.instances()).isEqualTo(2);
    assertThat(settings.http().listener().port()).isEqualTo(3);
    assertThat(settings.sampleData()).isTrue();
    assertThat(settings.http().listener().host()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "greetings: 'a,  b ,c'",
        "greetings: [a, b, c]",
        "greetings:\n- a\n- ' b'\n- c",
      })
  void a_list_is_a_comma_list_or_a_sequence(String yaml) throws Exception {
    assertThat(load(yaml).greetings()).containsExactly("a", "b", "c");
  }

  @Test
  void a_comma_within_an_entry_of_a_sequence_stays() throws Exception {
    assertThat(load("greetings: ['a,b', 'c\\d']").greetings()).containsExactly("a,b", "c\\d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "", "~", "null", "[]"})
  void an_empty_value_of_an_optional_setting_means_absent(String empty) throws Exception {
    SampleSettings settings = load("cluster: {members: " + empty + "}\napi-key: " + empty);
    assertThat(settings.cluster().members()).isEmpty();
    assertThat(settings.apiKey()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "---", "http:", "\uFEFFhttp.port: 8000"})
  void a_file_may_say_little(String yaml) throws Exception {
    assertThat(load(yaml).http().listener().port()).isEqualTo(8000);
  }

  @Test
  void values_are_taken_as_they_are_written() throws Exception {
    SampleSettings settings = load("cluster.name: ${user}\ngreetings: [yes, 007, 1e3]");
    assertThat(settings.cluster().name()).isEqualTo("${user}");
    assertThat(settings.greetings()).containsExactly("yes", "007", "1e3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http.prot: 1 | http.prot in FILE line 1 is not a setting of sample;"
            + " did you mean http.port?",
        "quite: {other: 1} | quite.other in FILE line 1 is not a setting of sample",
        "http: 8080 | http in FILE line 1 is a section; valid are the settings in it",
        "http: {port: {a: 1}} | http.port.a in FILE line 1 is not a setting of sample;"
            + " did you mean http.port?",
        "http: {port: [1]} | http.port: '1' from FILE line 1 is a list; valid is one value",
        "greetings: [[a]] | greetings in FILE line 1 is nested; valid is a list of plain values",
        "[a]: b | FILE line 1 does not start with the name of a setting",
        "just text | FILE is not a YAML mapping of settings to values",
        "- http | FILE is not a YAML mapping of settings to values",
        "instances: no | instances: 'no' from FILE line 1 is not valid; valid is a whole number"
            + " from 0 on",
        "{http: {port: 1}, http: {host: a}} | http in FILE line 1 is there a second time",
        "{http: {port: 1}, http.port: 2} | http.port in FILE line 1 is there a second time",
        "a: b: c | FILE is not valid YAML at line 1, column 5:"
            + " mapping values are not allowed here",
        "{http: &a {port: 1}, tls: *a} | FILE is not valid YAML for settings",
        "instances: *secret | FILE is not valid YAML at line 1, column 12",
      })
  void a_bad_file_is_told_the_place(String yaml, String message) throws IOException {
    Path file = file("bad.yaml", yaml);
    assertRefused(file, message.replace("FILE", file.toString()));
  }

  @Test
  void a_bad_file_is_told_the_line() throws IOException {
    Path file = file("bad.yaml", "# comment\nhttp:\n  host: 127.0.0.1\n  port: 70000\n");
    assertRefused(
        file,
        "http.port: '70000' from " + file + " line 4 is not a port number; valid is 0 to 65535");
  }

  @Test
  void a_second_document_is_refused() throws IOException {
    Path file = file("bad.yaml", "instances: 1\n---\ninstances: 2\n");
    assertRefused(file, file + " is not valid YAML at line 2, column 1");
  }

  @Test
  void a_file_that_cannot_be_read_is_told_why() throws IOException {
    Path absent = directory.resolve("absent.yaml");
    Path bytes = directory.resolve("bytes.yaml");
    Files.write(bytes, "name: ü".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(absent, absent + " cannot be read: there is no such file");
    assertRefused(directory, directory + " cannot be read: it is a directory");
    assertRefused(bytes, bytes + " cannot be read: it is not UTF-8 text");
  }

  private void assertRefused(Path file, String message) {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> load(List.of(file), Map.of(), Map.of()))
        .withMessage(message);
  }

  private SampleSettings load(String yaml) throws Exception {
    return load(List.of(file("sample.yaml", yaml)), Map.of(), Map.of());
  }

  private Path file(String name, String yaml) throws IOException {
    return Files.writeString(directory.resolve(name), yaml);
  }

  private static SampleSettings load(
      List<Path> files, Map<String, String> environment, Map<String, String> commandLine)
      throws SettingsException {
    return SettingsLoader.load(SampleSettings.class, "sample", files, environment, commandLine)
        .settings();
  }
}
