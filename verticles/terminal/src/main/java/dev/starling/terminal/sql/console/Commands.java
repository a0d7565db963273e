package dev.starling.terminal.sql.console;

import dev.starling.terminal.sql.result.Layout.Records;
import dev.starling.terminal.sql.statement.Catalog;
import dev.starling.terminal.sql.statement.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What begins with a backslash. On the event loop of the desk. */
final class Commands {
  static final List<String> HELP =
      List.of(
          "A statement ends with a semicolon and runs at once, on a connection of its own; what is",
          "entered together runs in order. While a transaction is open, from BEGIN to COMMIT or",
          "ROLLBACK, everything runs one after another on its connection. SET and RESET hold for",
          "all that comes after. Temporary tables, PREPARE, LISTEN and locks need \\session on.",
          "",
          "  \\jobs           what has not ended",
          "  \\cancel [N]     cancel job N, or the newest; again: break its connection off",
          "  \\session on|off  one connection for all statements, one after another",
          "  \\d [NAME]       tables, views and sequences; or the columns of one",
          "  \\dn  \\l         schemas; databases",
          "  \\x on|off|auto  rows as lists; auto: when a table is too wide",
          "  \\?  \\q          this; leave",
          "",
          "  Space, q        (on an empty line) more of a long result; no more of it",
          "  Ctrl-C          clear what is typed; on an empty line cancel the newest job",
          "  Ctrl-D          leave. Up, Down, Ctrl-R: earlier statements");

  private final JobConsole console;

  Commands(JobConsole console) {
    this.console = console;
  }

  /** Whether it asks to leave. */
  static boolean leaves(String command) {
    return command.equals("\\q") || command.equals("\\quit") || command.equals("\\exit");
  }

  /** Runs a command other than that. */
  void run(String line, CompletableFuture<Void> settled) {
    String[] words = line.strip().replaceFirst(";$", "").split("\\s+", 2);
    String argument = words.length > 1 ? words[1].strip() : "";
    switch (words[0]) {
      case "\\d", "\\dt", "\\dv", "\\ds" ->
          submit(argument.isEmpty() ? Catalog.relations() : Catalog.describe(argument), settled);
      case "\\dn" -> submit(Catalog.schemas(), settled);
      case "\\l" -> submit(Catalog.databases(), settled);
      default -> {
        tell(words[0], argument);
        console.print(List.of()).onComplete(shown -> settled.complete(null));
      }
    }
  }

  private void submit(List<Statement> statements, CompletableFuture<Void> settled) {
    console.submit(statements, settled);
  }

  private void tell(String command, String argument) {
    switch (command) {
      case "\\?", "\\h", "\\help" -> console.print(HELP);
      case "\\jobs" -> console.list();
      case "\\cancel" -> cancel(argument);
      case "\\session" -> session(argument);
      case "\\x" -> records(argument);
      default -> console.problem("there is no command " + command + "; \\? shows those there are");
    }
  }

  private void cancel(String argument) {
    if (argument.isEmpty()) {
      console.cancelNewest();
    } else if (argument.matches("\\d{1,9}")) {
      console.cancel(Integer.parseInt(argument));
    } else {
      console.problem("\\cancel takes the number of a job; \\jobs shows them");
    }
  }

  private void session(String argument) {
    switch (argument) {
      case "on" -> console.keepSession(true);
      case "off" -> console.keepSession(false);
      default -> console.problem("\\session is either on or off");
    }
  }

  private void records(String argument) {
    switch (argument) {
      case "on" -> console.records(Records.ALWAYS);
      case "off" -> console.records(Records.NEVER);
      case "auto" -> console.records(Records.WHEN_WIDE);
      default -> console.problem("\\x is on, off or auto");
    }
  }
}
