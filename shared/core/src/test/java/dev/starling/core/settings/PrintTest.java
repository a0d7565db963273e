package dev.starling.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintTest {
  @TempDir Path directory;

  @Test
  void every_value_has_its_origin() throws SettingsException {
    assertThat(SampleSettings.withVariable("STARLING_HTTP_PORT", "80").print())
        .contains(
            """
            http:
              access-log: false                                   # packed default sample.yaml line 14
              host: 127.0.0.1                                     # packed default sample.yaml line 11
              origins: ""                                         # packed default sample.yaml line 13
              port: 80                                            # environment variable STARLING_HTTP_PORT
            instances: 0                                          # packed default sample.yaml line 2
            """);
  }

  @Test
  void what_is_printed_can_be_loaded_again() throws Exception {
    Map<String, String> environment =
        Map.of(
            "STARLING_GREETINGS", "it's, \"quoted\", # no comment, null, [x], a: b, ü",
            "STARLING_CLUSTER_MEMBERS", "one:5701, two",
            "STARLING_CLUSTER_NAME", "back\\slash\nand line",
            "STARLING_SAMPLE_DATA", "true");
    LoadedSettings<SampleSettings> first = SampleSettings.withEnvironment(environment);
    Path file = Files.writeString(directory.resolve("printed.yaml"), first.print());
    LoadedSettings<SampleSettings> again =
        SettingsLoader.load(SampleSettings.class, "sample", List.of(file), Map.of(), Map.of());
    assertThat(withoutOrigins(again.print())).isEqualTo(withoutOrigins(first.print()));
    assertThat(again.settings().greetings()).isEqualTo(first.settings().greetings());
    assertThat(again.settings().cluster().name()).isEqualTo("back\\slash\nand line");
    assertThat(again.settings().cluster().members())
        .contains(List.of(MemberAddress.parse("one:5701"), MemberAddress.parse("two")));
  }

  @Test
  void every_setting_has_a_packed_default() throws SettingsException {
    Schema schema = Schema.of(SampleSettings.class, "sample");
    Sources sources = new Sources(schema);
    sources.addSharedDefaults(getClass().getClassLoader());
    sources.addPackedDefault(getClass().getClassLoader(), "sample");
    assertThat(sources.values().keySet()).isEqualTo(schema.settings().keySet());
  }

  private static String withoutOrigins(String yaml) {
    return yaml.replaceAll(" +# (packed|environment|/).*", "");
  }
}
