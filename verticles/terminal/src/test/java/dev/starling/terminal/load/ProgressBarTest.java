package dev.starling.terminal.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.terminal.load.run.Outcomes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private int columns;
  private final ProgressBar bar =
      new ProgressBar(new PrintStream(written, true, StandardCharsets.UTF_8), () -> columns, false);

  @ParameterizedTest
  @CsvSource({
    "100, '############------------  50 %     1,234/s  p50 500.22 ms  p99 990.21 ms  2 failed'",
    "50, '##########-----------  50 %     1,234/s  2 failed'",
    "32, '#--  50 %     1,234/s  2 failed'",
    "20, ' 50 %     1,234/s'",
    "6, ' 50 %'",
    "3, ' 5'",
    "1, ' '"
  })
  void what_does_not_fit_is_left_out(int width, String line) {
    columns = width;
    bar.running(0.5, 1_234, Outcomes.sample());
    assertThat(shown()).isEqualTo(line).hasSizeLessThanOrEqualTo(Math.max(1, width - 1));
  }

  @Test
  void a_terminal_that_does_not_know_its_width_has_the_usual_one() {
    columns = -1;
    bar.running(1, 1, Outcomes.sample());
    assertThat(shown()).contains("p99").hasSizeLessThan(80);
  }

  @Test
  void in_the_end_the_line_is_empty() {
    columns = 80;
    bar.connecting(1, 2);
    assertThat(shown()).isEqualTo("connecting 1 of 2");
    bar.close();
    assertThat(written.toString(StandardCharsets.UTF_8)).endsWith("\r\u001b[K");
  }

  private String shown() {
    String[] lines = written.toString(StandardCharsets.UTF_8).split("\r");
    return lines[lines.length - 1].replace("\u001b[K", "");
  }
}
