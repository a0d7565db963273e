package dev.starling.terminal.sql.console;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jline.builtins.ScreenTerminal;

/** What the eye sees: interprets the bytes of a terminal. */
final class Glass extends ByteArrayOutputStream {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Said of what takes its time, which on a busy machine is everything; on two lines where there is
   * no room for one.
   */
  private static final Pattern PROGRESS =
      Pattern.compile("\\* \\[\\d+] (runs|connects); .*|\\d+ ends it");

  private final ScreenTerminal cells;

  Glass(int columns, int rows) {
    cells = new ScreenTerminal(columns, rows);
  }

  @Override
  public synchronized void write(int single) {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    // The kernel's part of a terminal would do this.
    cells.write(new String(bytes, offset, length, StandardCharsets.UTF_8).replace("\n", "\r\n"));
    notifyAll();
  }

  /** Waits until the last lines on the screen match these, each a regular expression. */
  synchronized void await(String... lines) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!endsWith(lines)) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new AssertionError(
            "not shown: " + List.of(lines) + " but\n" + String.join("\n", lines()));
      }
      wait(left);
    }
  }

  private boolean endsWith(String... expected) {
    List<String> all = lines();
    List<String> withoutProgress =
        all.stream().filter(line -> !PROGRESS.matcher(line).matches()).toList();
    return endsWith(all, expected) || endsWith(withoutProgress, expected);
  }

  private static boolean endsWith(List<String> shown, String... expected) {
    int from = shown.size() - expected.length;
    if (from < 0) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (!shown.get(from + i).matches(expected[i])) {
        return false;
      }
    }
    return true;
  }

  synchronized List<String> lines() {
    return Arrays.asList(
        cells
            .toString()
            .lines()
            .map(String::stripTrailing)
            .reduce("", (a, b) -> a + "\n" + b)
            .strip()
            .split("\n"));
  }
}
