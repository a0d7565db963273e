package dev.starling.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DevOptionsTest {
  @Test
  void what_follows_the_main_class_is_for_the_service_and_names_files_to_watch() {
    DevOptions options =
        DevOptions.parse("--instances", "2", "a.Main", "--config", "a.yaml", "--config=b.yaml");
    assertThat(options.instances()).isEqualTo(2);
    assertThat(options.main()).isEqualTo("a.Main");
    assertThat(options.service()).containsExactly("--config", "a.yaml", "--config=b.yaml");
    assertThat(options.files()).containsExactly(Path.of("a.yaml"), Path.of("b.yaml"));
  }

  @Test
  void a_number_of_instances_that_makes_no_ports_is_refused() {
    assertThatThrownBy(() -> DevOptions.parse("--instances", "0", "a.Main"))
        .hasMessage("--instances 0: a number from 1 to 9 is expected");
    assertThatThrownBy(() -> DevOptions.parse("--instances", "two", "a.Main"))
        .hasMessage("--instances two: a number from 1 to 9 is expected");
    assertThatThrownBy(() -> DevOptions.parse("--instances"))
        .hasMessage("--instances without a value");
    assertThatThrownBy(() -> DevOptions.parse("--instance", "2", "a.Main"))
        .hasMessage("unknown option --instance");
  }
}
