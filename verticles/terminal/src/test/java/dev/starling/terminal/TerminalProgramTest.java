package dev.starling.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Command lines, as far as their exit code and what they print. */
@Timeout(180)
class TerminalProgramTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "load, Missing required parameter",
    "load -c 0 http://h, --connections has to be between 1 and",
    "load -c -5 http://h, --connections has to be between 1 and",
    "load -r 0 http://h, --rate has to be between",
    "load -r NaN http://h, --rate has to be between",
    "load -n 0 http://h, --requests has to be 1 or more",
    "load -d 0s http://h, --duration has to be between",
    "load -d -1s http://h, is not a duration; expected 500ms",
    "load --timeout 0 http://h, --timeout has to be between",
    "load -t 0 http://h, --threads has to be between",
    "load --max-answer 0 http://h, --max-answer has to be",
    "load --report pdf http://h, expected one of",
    "load nonsense, 'nonsense' is no URL to load",
    "load --protocol chat http://h, --protocol is for",
    "load --protocol http ws://h, '--protocol is echo, reply or chat'",
    "load -X POST ws://h, --method is for",
    "load -X CONNECT http://h, CONNECT asks for a tunnel",
    "load -H x tcp://h:7, --header is not for tcp://",
    "load -H nonsense http://h, is no header",
    "load --body a --body-file b http://h, exclude each other",
    "load --body-file /does/not/exist http://h, cannot read /does/not/exist",
    "load -o /does/not/exist http://h, cannot write /does/not/exist",
    "load -o / http://h, cannot write /",
    "load http://h http://i, Unmatched argument",
    "laod http://h, Unmatched argument",
    "chat --port 0, port 0 is not between",
    "chat --port \u0668\u0660\u0660\u0665, is not a whole number",
    "chat --port +8005, is not a whole number",
    "chat --port 8005.0, is not a whole number",
    "chat --port 99999999999, is not a whole number",
    "load -n \uff11 http://h, is not a whole number",
    "load -c \u0665 http://h, is not a whole number",
    "load -t \u0661 http://h, is not a whole number",
    "load -d \u0661s http://h, is not a duration; expected 500ms",
    "load --max-answer \u0661 http://h, is no size",
    "sql --timeout \u0661 postgresql://h/d, is not a whole number",
    "sql --connections +1 postgresql://h/d, is not a whole number",
    "'', Say which command to run"
  })
  void what_makes_no_sense_is_said_in_a_line_or_two(String arguments, String reason) {
    assertThat(execute(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains(reason).contains("--help");
    assertThat(err.toString().lines().count()).isBetween(2L, 3L);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "chat --help", "load --help", "sql --help"})
  void help_has_examples_and_fits_a_terminal(String arguments) {
    assertThat(execute(arguments.split(" "))).isZero();
    assertThat(out.toString()).contains("Examples:");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void an_unreachable_target_is_a_line_and_a_failure() {
    assertThat(execute("load", "-n", "1", "http://no-such-host.invalid/")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("unknown host 'no-such-host.invalid'" + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void bash_takes_the_completion_script_and_completes_with_it(@TempDir Path folder)
      throws IOException, InterruptedException {
    assertThat(execute("generate-completion")).isZero();
    Path script = folder.resolve("completion");
    Files.writeString(script, out.toString());
    assertThat(completed(script, "terminal lo")).contains("load");
    assertThat(completed(script, "terminal load --re")).contains("--report", "--requests");
    assertThat(completed(script, "terminal load --report h")).contains("html");
  }

  /** What bash would offer for a line. */
  private static String completed(Path script, String line)
      throws IOException, InterruptedException {
    String words = "COMP_WORDS=(" + line + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));";
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "compopt() { :; }; source "
                    + script
                    + "; "
                    + words
                    + " _complete_terminal; echo ${COMPREPLY[@]}")
            .redirectErrorStream(true)
            .start();
    bash.getOutputStream().close();
    String offered = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(offered).isZero();
    return offered;
  }

  private int execute(String... arguments) {
    CommandLine program = TerminalProgram.commandLine();
    program.setOut(new PrintWriter(out, true));
    program.setErr(new PrintWriter(err, true));
    return program.execute(arguments);
  }
}
