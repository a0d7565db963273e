package dev.starling.terminal.sql.console;

import dev.starling.terminal.sql.result.FormatName;
import dev.starling.terminal.sql.server.Backend;
import dev.starling.terminal.sql.server.EventLoop;
import dev.starling.terminal.sql.server.ServerFailure;
import dev.starling.terminal.sql.server.ServerFailure.Kind;
import dev.starling.terminal.sql.statement.Statement;
import dev.starling.terminal.sql.statement.StatementLexer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Somebody at a terminal with a database, from the password to leaving. */
public final class SqlSession implements AutoCloseable {
  /** What takes no longer than this is shown before the next line is asked for. */
  private static final Duration AT_ONCE = Duration.ofMillis(150);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final int PASSWORD_TRIES = 3;

  private final Console console;

  SqlSession(Console console) {
    this.console = console;
  }

  /** At the terminal this process was started in; empty when input or output is something else. */
  public static Optional<SqlSession> open(Map<String, String> environment, Optional<Path> history) {
    return Console.open(environment, history).map(SqlSession::new);
  }

  /**
   * Runs what is typed until the user leaves.
   *
   * @throws ServerFailure when there is no connection to begin with
   */
  public void run(Vertx vertx, Backend.Options options, int connections, FormatName format)
      throws InterruptedException, ServerFailure {
    EventLoop loop = EventLoop.of(vertx);
    Backend.Options known = options;
    for (int tries = 1; ; tries++) {
      JobConsole desk =
          new JobConsole(
              vertx,
              known,
              connections,
              new ConsolePrinter(vertx, console),
              console.paint(),
              format);
      try {
        connect(loop, desk);
        talk(loop, desk, known);
        return;
      } catch (ServerFailure failure) {
        if (failure.kind() != Kind.PASSWORD_MISSING || tries > PASSWORD_TRIES) {
          throw failure;
        }
        Optional<String> password =
            console.secret("Password for " + options.address().uri().user() + ": ");
        if (password.isEmpty()) {
          throw failure;
        }
        known =
            new Backend.Options(
                options.address().with(password.get()),
                options.connectTimeout(),
                options.statementTimeout());
      }
    }
  }

  private void talk(EventLoop loop, JobConsole desk, Backend.Options options)
      throws InterruptedException {
    console.onKey(" ", () -> !desk.pages().isEmpty(), () -> loop.execute(() -> desk.answer(true)));
    console.onKey("q", () -> !desk.pages().isEmpty(), () -> loop.execute(() -> desk.answer(false)));
    loop.execute(
        () -> desk.notice("connected to " + options.address() + "; \\? shows what can be done"));
    Commands commands = new Commands(desk);
    Runnable interrupted = () -> loop.execute(() -> desk.cancelNewest());
    Optional<String> input = console.read(interrupted);
    while (input.isPresent() && !Commands.leaves(input.get().strip())) {
      CompletableFuture<Void> settled = new CompletableFuture<>();
      String text = input.get();
      loop.execute(() -> enter(text, desk, commands, settled));
      try {
        settled.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException takesItsTime) {
        loop.execute(() -> desk.tellNewest());
      } catch (ExecutionException never) {
        throw new IllegalStateException(never);
      }
      input = console.read(interrupted);
    }
    leave(loop, desk);
  }

  private static void enter(
      String text, JobConsole desk, Commands commands, CompletableFuture<Void> settled) {
    if (text.stripLeading().startsWith("\\")) {
      commands.run(text, settled);
      return;
    }
    StatementLexer lexer = new StatementLexer();
    List<Statement> statements = new ArrayList<>();
    try {
      text.lines().forEach(line -> statements.addAll(lexer.add(line)));
    } catch (IllegalArgumentException tooLong) {
      desk.problem(tooLong.getMessage());
      statements.clear();
    }
    if (statements.isEmpty()) {
      settled.complete(null);
    } else {
      desk.submit(statements, settled);
    }
  }

  private static void leave(EventLoop loop, JobConsole desk) throws InterruptedException {
    try {
      loop.await(
          () ->
              desk.close()
                  .timeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                  .transform(closed -> Future.succeededFuture()));
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }

  private static void connect(EventLoop loop, JobConsole desk)
      throws InterruptedException, ServerFailure {
    try {
      loop.await(desk::connect);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof ServerFailure forTheUser) {
        throw forTheUser;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }

  @Override
  public void close() {
    console.close();
  }

  /** Prints on a thread that may be held up by the terminal. */
  private record ConsolePrinter(Vertx vertx, Console console) implements Printer {
    @Override
    public Future<Void> print(List<String> lines) {
      return vertx.executeBlocking(
          () -> {
            console.print(lines);
            return null;
          });
    }

    @Override
    public int width() {
      return console.width();
    }

    @Override
    public int page() {
      return console.page();
    }

    @Override
    public void prompt(String prompt) {
      console.prompt(prompt);
    }
  }
}
