package dev.starling.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that begin with default signals. A process inherits the signals that its parent ignores:
 * of tests that {@code nohup} or a shell's background job started, all children would be deaf to
 * SIGHUP, SIGINT or SIGQUIT, and a shell cannot undo that (POSIX, trap).
 */
public final class DefaultSignals {
  /** Since coreutils 8.31; it replaces itself by the command, which keeps the process id. */
  private static final List<String> ENV = List.of("env", "--default-signal=HUP,INT,QUIT");

  private static final boolean THERE = isThere();

  private DefaultSignals() {}

  /** The same command, with default signals where the operating system's {@code env} can do it. */
  public static List<String> with(List<String> command) {
    List<String> all = new ArrayList<>(THERE ? ENV : List.of());
    all.addAll(command);
    return all;
  }

  private static boolean isThere() {
    List<String> probe = new ArrayList<>(ENV);
    probe.add("true");
    try {
      return new ProcessBuilder(probe)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
