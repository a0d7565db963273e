package dev.starling.terminal.load;

import dev.starling.terminal.load.run.LoadRun;
import dev.starling.terminal.load.run.Progress;
import dev.starling.terminal.load.run.Sample;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.Signals;

/**
 * Who looks on while it runs: sees the progress where output goes to a terminal, nothing elsewhere,
 * and breaks it off with Ctrl-C. A second Ctrl-C ends the process. The terminal's settings are left
 * alone.
 */
final class Viewer implements AutoCloseable {
  private static final String INTERRUPT = "INT";

  private final Optional<TerminalProvider> terminal;
  private final boolean colours;
  private Object formerHandler;

  private Viewer(Optional<TerminalProvider> terminal, boolean colours) {
    this.terminal = terminal;
    this.colours = colours;
  }

  /** The reader of standard output. */
  static Viewer open(Map<String, String> environment) {
    return new Viewer(terminal(environment), environment.getOrDefault("NO_COLOR", "").isEmpty());
  }

  private static Optional<TerminalProvider> terminal(Map<String, String> environment) {
    if (environment.getOrDefault("TERM", "").startsWith(Terminal.TYPE_DUMB)) {
      return Optional.empty();
    }
    try {
      TerminalProvider provider = TerminalProvider.load("jni");
      return provider.isSystemStream(SystemStream.Output)
          ? Optional.of(provider)
          : Optional.empty();
    } catch (IOException | LinkageError unknown) {
      return Optional.empty();
    }
  }

  /** Whether a person looks on. */
  boolean isPerson() {
    return terminal.isPresent();
  }

  Progress progress() {
    return terminal.<Progress>map(this::bar).orElse(new Silence());
  }

  private ProgressBar bar(TerminalProvider provider) {
    PrintStream output =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.US_ASCII);
    return new ProgressBar(output, () -> provider.systemStreamWidth(SystemStream.Output), colours);
  }

  /** Lets Ctrl-C, or SIGINT from elsewhere, break it off. */
  void breakOffOnInterrupt(LoadRun run) {
    formerHandler =
        Signals.register(
            INTERRUPT,
            () -> {
              run.breakOff();
              Signals.registerDefault(INTERRUPT);
            });
  }

  @Override
  public void close() {
    if (formerHandler != null) {
      Signals.unregister(INTERRUPT, formerHandler);
    }
  }

  private static final class Silence implements Progress {
    @Override
    public void connecting(int connected, int all) {}

    @Override
    public void warmingUp() {}

    @Override
    public void running(double part, double perSecond, Sample sample) {}
  }
}
