package dev.starling.terminal.sql.console;

import io.vertx.core.Future;
import java.util.List;

/** Takes lines to show, from the event loop, which does not wait for a slow terminal. */
interface Printer {
  /** Shows lines together, after those before; completes when they are shown. */
  Future<Void> print(List<String> lines);

  /** How many characters fit side by side. */
  int width();

  /** How many lines are read at a time: a screen, without the line of input. */
  int page();

  /** What stands before the line of input from now on. */
  void prompt(String prompt);
}
