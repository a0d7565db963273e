package dev.starling.systemtests.running;

import dev.starling.testing.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Somebody with the command-line client on a terminal, or what it takes for one. */
public final class TerminalSession implements AutoCloseable {
  private static final Pattern CONTROL = Pattern.compile("\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]|\r");
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final String END_OF_INPUT = "\u0004";

  private final ServiceProcess process;

  private TerminalSession(ServiceProcess process) {
    this.process = process;
  }

  /** Starts the client; it connects at once. */
  public static TerminalSession of(Address chat, String username) {
    Path script = Requirements.script();
    String client =
        String.join(" ", Java.currentInHaste().command("terminal"))
            + " chat --host %s --port %d --username %s"
                .formatted(chat.host(), chat.port(), username);
    return new TerminalSession(
        ServiceProcess.start(
            // Runs the client on a pseudo-terminal of its own.
            List.of(script.toString(), "-qfec", client, "/dev/null"),
            Map.of("TERM", "xterm", "NO_COLOR", "1"),
            Path.of("target/logs", "terminal-" + username + "-" + chat.port() + ".log")));
  }

  /** Types a line. */
  public void type(String line) {
    process.type(line + "\r");
  }

  /** Says that it is enough, and returns the exit code. */
  public int leave() {
    process.type(END_OF_INPUT);
    return process.awaitExit(Duration.ofSeconds(60));
  }

  /** Returns once it has shown this text. */
  public void awaitShows(String text, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!shown().contains(text)) {
      if (process.exitsWithin(BETWEEN_LOOKS) || System.nanoTime() > deadline) {
        throw new AssertionError("'" + text + "' is not shown after " + atMost + "\n" + shown());
      }
    }
  }

  /** Everything that it has shown so far. */
  public String shown() {
    return CONTROL.matcher(process.output()).replaceAll("");
  }

  @Override
  public void close() {
    process.close();
  }
}
