package dev.starling.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class QuotedExampleTest {
  @Test
  void the_readme_quotes_the_example_as_it_is() throws IOException {
    String test = Files.readString(Path.of("src/test/java/dev/starling/testing/VisitorsTest.java"));
    assertThat(Files.readString(Path.of("../testing/README.md")))
        .contains("```java\n" + test.substring(test.indexOf("@ExtendWith")) + "```");
  }
}
