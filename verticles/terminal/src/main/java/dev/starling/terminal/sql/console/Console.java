package dev.starling.terminal.sql.console;

import dev.starling.terminal.sql.result.Ansi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;

/**
 * A terminal whose last lines are a statement being typed, while results appear above. One thread
 * reads; others may print.
 */
final class Console implements AutoCloseable {
  private static final Parser STATEMENTS = new StatementParser();

  /** A line is a line. */
  private static final Parser ANYTHING =
      new DefaultParser().escapeChars(new char[0]).quoteChars(new char[0]);

  private static final int HISTORY_SIZE = 2_000;
  private static final int SMALLEST_PAGE = 2;

  /**
   * Above the page: the line that ends it; below: the line of input, and one to see where it began.
   */
  private static final int NOT_OF_THE_PAGE = 3;

  private static final int USUAL_WIDTH = 80;
  private static final int USUAL_HEIGHT = 24;

  private final Terminal terminal;
  private final LineReaderImpl reader;
  private final Ansi paint;
  private volatile String prompt = "";

  Console(Terminal terminal, Ansi paint, Optional<Path> history) {
    this.terminal = terminal;
    this.paint = paint;
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("sql")
            .parser(STATEMENTS)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%M-> ")
            .variable(LineReader.HISTORY_SIZE, HISTORY_SIZE)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_SIZE)
            .option(Option.DISABLE_EVENT_EXPANSION, true);
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    this.reader = (LineReaderImpl) builder.build();
    reader.getWidgets().put(LineReader.CALLBACK_INIT, this::showPrompt);
    // Also between two lines nothing typed is echoed, and Ctrl-C is ours.
    terminal.enterRawMode();
  }

  /** The terminal this process was started in; empty when input or output is something else. */
  static Optional<Console> open(Map<String, String> environment, Optional<Path> history) {
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
      return Optional.of(new Console(terminal, plain ? Ansi.NONE : Ansi.COLOURS, history));
    } catch (IOException | IllegalStateException noTerminal) {
      return Optional.empty();
    }
  }

  Ansi paint() {
    return paint;
  }

  /**
   * What a key does while the line of input is empty.
   *
   * @param when else the key is a character like any other
   */
  void onKey(String key, BooleanSupplier when, Runnable action) {
    String name = "sql-key-" + key;
    reader
        .getWidgets()
        .put(
            name,
            () -> {
              if (reader.getBuffer().length() > 0 || !when.getAsBoolean()) {
                reader.callWidget(LineReader.SELF_INSERT);
              } else {
                action.run();
              }
              return true;
            });
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    keys.bind(new Reference(name), key);
  }

  /** Reads statements or a command; blocks until they are complete, empty when the user leaves. */
  Optional<String> read(Runnable interrupted) {
    terminal.handle(Signal.INT, signal -> interrupted.run());
    while (true) {
      try {
        return Optional.of(reader.readLine());
      } catch (UserInterruptException interrupt) {
        if (interrupt.getPartialLine().isEmpty()) {
          interrupted.run();
        }
      } catch (EndOfFileException end) {
        return Optional.empty();
      }
    }
  }

  /** Asks for something that is not shown; empty when the user leaves. */
  Optional<String> secret(String question) {
    prompt = question;
    reader.setParser(ANYTHING);
    reader.setVariable(LineReader.DISABLE_HISTORY, true);
    try {
      return Optional.of(reader.readLine(question, '\0'));
    } catch (UserInterruptException | EndOfFileException left) {
      return Optional.empty();
    } finally {
      reader.setVariable(LineReader.DISABLE_HISTORY, false);
      reader.setParser(STATEMENTS);
      prompt = "";
    }
  }

  /** What stands before the line of input, from the next line that is shown on. */
  void prompt(String text) {
    prompt = text;
  }

  private boolean showPrompt() {
    reader.setPrompt(prompt.replace("%", "%%"));
    return true;
  }

  /** Shows lines above the line of input; without any, only what has become of the prompt. */
  void print(List<String> lines) {
    showPrompt();
    if (!lines.isEmpty()) {
      reader.printAbove(String.join("\n", lines));
      return;
    }
    try {
      reader.callWidget(LineReader.REDISPLAY);
    } catch (IllegalStateException notReading) {
      // The next line will have it.
    }
  }

  int width() {
    int width = terminal.getWidth();
    return width > 0 ? width : USUAL_WIDTH;
  }

  /** How many lines of a result are read at a time. */
  int page() {
    int height = terminal.getHeight() > 0 ? terminal.getHeight() : USUAL_HEIGHT;
    return Math.max(SMALLEST_PAGE, height - NOT_OF_THE_PAGE);
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
