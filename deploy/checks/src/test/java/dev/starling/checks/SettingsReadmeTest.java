package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code config/README.md}. With {@code -Dsettings.write=true} they are written from
 * the files instead.
 */
class SettingsReadmeTest {
  private static final Path CONFIG = Repository.ROOT.resolve("config");
  private static final Path README = CONFIG.resolve("README.md");
  private static final String BEGIN = "<!-- Written from the files, see above. -->\n";

  @Test
  void the_tables_have_every_setting_with_its_default_and_comment() throws IOException {
    String tables;
    try (Stream<Path> files = Files.list(CONFIG)) {
      tables = SettingsTables.of(files.filter(file -> file.toString().endsWith(".yaml")));
    }
    String readme = Repository.read(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    if (Boolean.getBoolean("settings.write")) {
      Files.writeString(README, readme.substring(0, begin) + tables);
    } else {
      assertThat(readme.substring(begin))
          .as("config/README.md says how its tables are written")
          .isEqualTo(tables);
    }
  }
}
