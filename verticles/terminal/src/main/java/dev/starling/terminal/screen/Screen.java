package dev.starling.terminal.screen;

import java.util.Map;
import java.util.Optional;

/** Where lines are shown and read. Lines may be shown from any thread, also while one is read. */
public interface Screen extends AutoCloseable {
  /** A terminal with an input line, where there is one; else standard input and output. */
  static Screen open(Map<String, String> environment) {
    return TerminalScreen.open(environment)
        .<Screen>map(screen -> screen)
        .orElseGet(PlainScreen::new);
  }

  /** Whether a person sits at it. */
  boolean interactive();

  /** Reads one answer that is not kept in the input history; empty when the person leaves. */
  Optional<String> ask(String question);

  /** Reads the next line; blocks until there is one, empty at the end of the input. */
  Optional<String> read(String prompt);

  /** Shows a line above what is being typed. */
  void show(Line line);

  /** Draws attention with a sound, where there is someone to hear it. */
  void ring();

  /** Gives the terminal back as it was. */
  @Override
  void close();
}
