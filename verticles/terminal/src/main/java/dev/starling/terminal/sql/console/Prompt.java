package dev.starling.terminal.sql.console;

import dev.starling.terminal.screen.SafeText;
import dev.starling.terminal.sql.server.Jobs;

/** What stands before the line of input: where statements go, and who waits for a key. */
record Prompt(String database, Jobs jobs, Pages pages) {
  void show(Printer printer) {
    String sign =
        switch (jobs.session()) {
          case NONE -> "=> ";
          case KEPT -> "=+> ";
          case TRANSACTION -> "=*> ";
          case FAILED_TRANSACTION -> "=!> ";
        };
    String place = SafeText.strict(database) + sign;
    int room = printer.width() / 2;
    String prompt = place.length() <= room ? place : sign;
    if (pages.next().isPresent()) {
      int job = pages.next().getAsInt();
      String asks = "[" + job + "] Space: more, q: stop ";
      prompt = asks.length() + prompt.length() <= room ? asks + prompt : "[" + job + "]..." + sign;
    }
    printer.prompt(prompt);
  }
}
