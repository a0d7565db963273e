package dev.starling.terminal.screen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.utils.InfoCmp;

/** A terminal whose last line is being typed while the conversation scrolls above it. */
final class TerminalScreen implements Screen {
  private final Terminal terminal;
  private final Colours colours;
  private final LineReader reader;

  TerminalScreen(Terminal terminal, Colours colours) {
    this.terminal = terminal;
    this.colours = colours;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            // Quotes and backslashes are text like any other, and so is an exclamation mark.
            .parser(new DefaultParser().escapeChars(new char[0]).quoteChars(new char[0]))
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            .option(Option.HISTORY_IGNORE_SPACE, false)
            // The line comes back as part of the conversation once the others have it too.
            .option(Option.ERASE_LINE_ON_FINISH, true)
            .build();
  }

  /** The terminal this process was started in; empty when input or output is something else. */
  static Optional<TerminalScreen> open(Map<String, String> environment) {
    if (environment.getOrDefault("TERM", "").startsWith(Terminal.TYPE_DUMB)) {
      return Optional.empty();
    }
    try {
      Terminal terminal =
          TerminalBuilder.builder()
              .system(true)
              .systemOutput(SystemOutput.SysOut)
              .dumb(false)
              .encoding(StandardCharsets.UTF_8)
              .build();
      boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
      return Optional.of(new TerminalScreen(terminal, plain ? Colours.NONE : Colours.MODEST));
    } catch (IOException | IllegalStateException noTerminal) {
      return Optional.empty();
    }
  }

  @Override
  public boolean interactive() {
    return true;
  }

  @Override
  public Optional<String> ask(String question) {
    reader.setVariable(LineReader.DISABLE_HISTORY, true);
    try {
      return read(question);
    } finally {
      reader.setVariable(LineReader.DISABLE_HISTORY, false);
    }
  }

  @Override
  public Optional<String> read(String prompt) {
    while (true) {
      try {
        return Optional.of(reader.readLine(prompt));
      } catch (UserInterruptException interrupt) {
        if (interrupt.getPartialLine().isEmpty()) {
          return Optional.empty();
        }
      } catch (EndOfFileException end) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void show(Line line) {
    reader.printAbove(colours.paint(line));
  }

  @Override
  public void ring() {
    terminal.puts(InfoCmp.Capability.bell);
    terminal.flush();
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
