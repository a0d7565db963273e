package dev.starling.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running process with its output in a file. Signals go to it by its process id. A thread of its
 * own copies the output, so that waiting for a line needs no looking.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final int CHUNK = 8_192;
  private static final Duration KILLED = Duration.ofSeconds(60);
  private static final long COPIED_MILLIS = 10_000;

  private final Process process;
  private final Path log;
  private final long before;
  private final Observed<Boolean> copied = new Observed<>();
  private final Thread copier = new Thread(this::copy, "output");

  private ServiceProcess(Process process, Path log, long before) {
    this.process = process;
    this.log = log;
    this.before = before;
  }

  /**
   * Starts a program; both of its outputs are appended to the log.
   *
   * @param environment added to this process's own, from which settings of Starling are taken out,
   *     as are options for every JVM: a service is to see only what a test gives it
   */
  public static ServiceProcess start(
      List<String> command, Map<String, String> environment, Path log) {
    try {
      Files.createDirectories(log.getParent());
      long before = Files.exists(log) ? Files.size(log) : 0;
      ProcessBuilder builder =
          new ProcessBuilder(DefaultSignals.with(command)).redirectErrorStream(true);
      ServiceEnvironment.clean(builder, environment);
      Files.writeString(log, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      ServiceProcess started = new ServiceProcess(builder.start(), log, before);
      Processes.started(started.process, log);
      started.copier.setDaemon(true);
      started.copier.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copy() {
    try (InputStream from = process.getInputStream();
        OutputStream to = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
      byte[] chunk = new byte[CHUNK];
      for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
        to.write(chunk, 0, read);
        copied.accept(false);
      }
    } catch (IOException closed) {
      // The process has gone, and with it what it might have said.
    } finally {
      copied.accept(true);
    }
  }

  /**
   * Returns the first match in what this process writes; later than at once only if it is not there
   * yet.
   *
   * @throws AssertionError with the end of the log, if it ends instead or a minute is over
   */
  public Matcher awaitOutput(Pattern pattern) {
    Matcher[] found = new Matcher[1];
    try {
      copied.await(
          ended -> {
            found[0] = pattern.matcher(outputSince(before));
            if (found[0].find()) {
              return true;
            }
            if (ended) {
              throw new AssertionError("it ended");
            }
            return false;
          });
      return found[0];
    } catch (AssertionError failure) {
      throw new AssertionError("'" + pattern + "' is not written\n" + tail(), failure);
    }
  }

  /** Ends it without a warning, as {@code kill -9} does, and waits until it has gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(KILLED);
  }

  /** SIGSTOP: it keeps its connections and does nothing at all. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT: it goes on where it was. */
  public void resume() {
    signal("CONT");
  }

  /** SIGTERM: it is to finish what it does and to go. */
  public void terminate() {
    signal("TERM");
  }

  /** Writes to its standard input. */
  public void type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end, of which the result is the exit code. */
  public int awaitExit(Duration atMost) {
    if (!exitsWithin(atMost)) {
      throw new AssertionError("still running after " + atMost + "\n" + tail());
    }
    return process.exitValue();
  }

  /** Whether it has not ended yet; it may be frozen. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end, and tells whether it came in time. */
  public boolean exitsWithin(Duration atMost) {
    try {
      boolean ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        // A child of its own may hold the output open for longer.
        copier.join(COPIED_MILLIS);
      }
      return ended;
    } catch (InterruptedException e) {
      throw Interrupted.whileWaiting(e);
    }
  }

  /** The last lines of its log, for a message. */
  public String tail() {
    return Processes.tail(log);
  }

  /** Everything it and its predecessors with the same log have written. */
  public String output() {
    return outputSince(0);
  }

  private String outputSince(long position) {
    try {
      byte[] all = Files.readAllBytes(log);
      int from = (int) position;
      return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    try {
      String pid = Long.toString(process.pid());
      Process kill =
          new ProcessBuilder("kill", "-" + name, pid)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(KILLED.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("kill -" + name + " " + pid + " fails\n" + tail());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Interrupted.whileWaiting(e);
    }
  }

  /** Ends it if it still runs, frozen or not. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
