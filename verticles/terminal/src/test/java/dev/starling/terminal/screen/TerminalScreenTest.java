package dev.starling.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real line editor, on a terminal whose every cell can be looked at. */
@Timeout(180)
class TerminalScreenTest {
  private static final int COLUMNS = 40;
  private static final int ROWS = 8;
  private static final String CONTROL_C = "\u0003";
  private static final String CONTROL_D = "\u0004";
  private static final char BELL = '\u0007';
  private static final String UP = "\u001bOA";

  private final Glass glass = new Glass();
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final ExternalTerminal terminal;
  private final TerminalScreen screen;

  TerminalScreenTest() throws IOException {
    terminal =
        new ExternalTerminal(
            "test", "xterm", new PipedInputStream(keyboard), glass, StandardCharsets.UTF_8);
    terminal.setSize(new Size(COLUMNS, ROWS));
    screen = new TerminalScreen(terminal, Colours.NONE);
  }

  @AfterEach
  void close() throws IOException {
    keyboard.close();
    screen.close();
  }

  @Test
  void an_arriving_message_does_not_break_the_line_being_typed() throws Exception {
    CompletableFuture<Optional<String>> line = read();
    press("hel");
    glass.await("ada> hel");
    screen.show(Line.said("grace", "hi"));
    glass.await("grace: hi", "ada> hel");
    press("lo\r");
    assertThat(typed(line)).hasValue("hello");
  }

  @Test
  void a_line_that_was_sent_gives_its_place_to_the_conversation() throws Exception {
    CompletableFuture<Optional<String>> line = read();
    press("hello\r");
    assertThat(typed(line)).hasValue("hello");
    read();
    screen.show(Line.said("ada", "hello"));
    glass.await("ada: hello", "ada> ");
  }

  @Test
  void control_c_clears_the_line_and_leaves_when_it_is_empty() throws Exception {
    CompletableFuture<Optional<String>> line = read();
    press("never mind");
    glass.await("ada> never mind");
    press(CONTROL_C);
    glass.await("ada> ");
    press("yes\r");
    assertThat(typed(line)).hasValue("yes");
    line = read();
    press(CONTROL_C);
    assertThat(typed(line)).isEmpty();
  }

  @Test
  void a_bell_is_heard_and_leaves_the_line_being_typed_alone() throws Exception {
    CompletableFuture<Optional<String>> line = read();
    press("hel");
    glass.await("ada> hel");
    screen.ring();
    press("lo\r");
    assertThat(typed(line)).hasValue("hello");
    assertThat(glass.bells()).isEqualTo(1);
  }

  @Test
  void control_d_leaves() throws Exception {
    CompletableFuture<Optional<String>> line = read();
    press(CONTROL_D);
    assertThat(typed(line)).isEmpty();
  }

  @Test
  void punctuation_is_text_and_the_last_line_comes_back() throws Exception {
    CompletableFuture<Optional<String>> line = read();
    press("what!! \"a\\b' $x\\\r");
    assertThat(typed(line)).hasValue("what!! \"a\\b' $x\\");
    line = read();
    press(UP + "\r");
    assertThat(typed(line)).hasValue("what!! \"a\\b' $x\\");
  }

  private CompletableFuture<Optional<String>> read() throws InterruptedException {
    CompletableFuture<Optional<String>> line =
        CompletableFuture.supplyAsync(() -> screen.read("ada> "));
    glass.await("ada> ");
    return line;
  }

  private static Optional<String> typed(CompletableFuture<Optional<String>> line) throws Exception {
    return line.get(60, TimeUnit.SECONDS);
  }

  private void press(String keys) throws IOException {
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** What the eye sees: interprets the bytes of a terminal. */
  private static final class Glass extends ByteArrayOutputStream {
    private final ScreenTerminal cells = new ScreenTerminal(COLUMNS, ROWS);
    private long bells;

    @Override
    public synchronized void write(int single) {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
      bells += text.chars().filter(character -> character == BELL).count();
      // The kernel's part of a terminal would do this.
      cells.write(text.replace("\n", "\r\n"));
      notifyAll();
    }

    synchronized long bells() {
      return bells;
    }

    /** Waits until the last lines on the screen are these. */
    synchronized void await(String... lines) throws InterruptedException {
      String expected = String.join("\n", lines).stripTrailing();
      while (!text().endsWith(expected)) {
        wait();
      }
    }

    private String text() {
      return cells
          .toString()
          .lines()
          .map(String::stripTrailing)
          .reduce("", (a, b) -> a + "\n" + b)
          .stripTrailing();
    }
  }
}
