package dev.starling.terminal.sql.script;

import dev.starling.terminal.screen.SafeText;
import dev.starling.terminal.sql.server.Backend;
import dev.starling.terminal.sql.server.EventLoop;
import dev.starling.terminal.sql.server.Notices;
import dev.starling.terminal.sql.statement.Catalog;
import dev.starling.terminal.sql.statement.Statement;
import dev.starling.terminal.sql.statement.StatementLexer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.util.List;
import java.util.Locale;

/**
 * Statements from a file or a pipe, one after another on one connection. Runs on a thread that may
 * block.
 */
public final class Script {
  private final ScriptConnection connection;
  private final ScriptOutput output;
  private final ScriptOptions options;
  private boolean failed;

  /** Connects with its first statement. */
  public Script(
      Vertx vertx,
      Backend.Options server,
      ScriptOptions options,
      PrintStream results,
      PrintStream problems) {
    this.options = options;
    this.output = new ScriptOutput(results, problems);
    Notices notices =
        new Notices(
            lines ->
                vertx.executeBlocking(
                    () -> {
                      lines.forEach(output::tell);
                      return null;
                    }));
    this.connection =
        new ScriptConnection(vertx, EventLoop.of(vertx), server, options, output, notices);
  }

  /** Runs it to its end, or to its first error; true when all of it succeeded. */
  public boolean run(Reader input) throws IOException, InterruptedException {
    try {
      runLines(new BoundedLines(input, StatementLexer.MAX_LENGTH));
    } catch (IllegalArgumentException tooLong) {
      fail(options.name() + ", " + tooLong.getMessage());
    }
    if (connection.leave()) {
      fail(options.name() + ": ends with a transaction open, which is rolled back");
    }
    return !failed;
  }

  private void runLines(BoundedLines lines) throws IOException, InterruptedException {
    StatementLexer lexer = new StatementLexer();
    for (String line = lines.next(); line != null; line = lines.next()) {
      boolean command = lexer.inside() == StatementLexer.Inside.NOTHING && line.startsWith("\\");
      if (command && line.strip().equals("\\q")) {
        return;
      }
      // The lexer counts lines, also those that are not for it.
      List<Statement> complete = lexer.add(command ? "" : line);
      if (!(command ? command(line.strip(), lines.number()) : runAll(complete))) {
        return;
      }
    }
    StatementLexer.Inside open = lexer.inside();
    if (open != StatementLexer.Inside.NOTHING && open != StatementLexer.Inside.STATEMENT) {
      fail(
          options.name()
              + ": ends inside of "
              + open.name().toLowerCase(Locale.ROOT).replace('_', ' '));
      return;
    }
    runAll(lexer.end().stream().toList());
  }

  private boolean command(String command, int line) throws InterruptedException {
    String[] words = command.split("\\s+", 2);
    switch (words[0]) {
      case "\\d", "\\dt" -> {
        return runAll(words.length == 1 ? Catalog.relations() : Catalog.describe(words[1]));
      }
      case "\\dn" -> {
        return runAll(Catalog.schemas());
      }
      case "\\l" -> {
        return runAll(Catalog.databases());
      }
      default -> {
        fail(
            options.name()
                + ", line "
                + line
                + ": "
                + SafeText.strict(words[0])
                + " is not for scripts; \\d, \\dn, \\l and \\q are");
        return options.keepGoing();
      }
    }
  }

  /** Runs statements; false when the script is over. */
  private boolean runAll(List<Statement> statements) throws InterruptedException {
    for (Statement statement : statements) {
      boolean succeeded = connection.run(statement);
      failed |= !succeeded;
      if (connection.isOver() || !succeeded && !options.keepGoing()) {
        return false;
      }
    }
    return true;
  }

  /** Cancels what runs, and that is the end of it; from any thread. */
  public void interrupt() {
    connection.interrupt();
  }

  private void fail(String why) {
    failed = true;
    output.tell(why);
  }
}
