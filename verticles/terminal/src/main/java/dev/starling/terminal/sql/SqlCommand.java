package dev.starling.terminal.sql;

import dev.starling.terminal.sql.console.SqlSession;
import dev.starling.terminal.sql.result.Format;
import dev.starling.terminal.sql.result.FormatName;
import dev.starling.terminal.sql.result.Layout;
import dev.starling.terminal.sql.script.Script;
import dev.starling.terminal.sql.script.ScriptOptions;
import dev.starling.terminal.sql.server.Address;
import dev.starling.terminal.sql.server.AddressReader;
import dev.starling.terminal.sql.server.Backend;
import dev.starling.terminal.sql.server.ServerFailure;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the PostgreSQL client, as far as its exit code. */
@Command(
    name = "sql",
    description = {
      "A PostgreSQL client that stays responsive: what is typed runs at once, side by side, while"
          + " the next statement is typed. In a pipe, or with -c, it runs a script, one statement"
          + " after another, on one connection.",
      ""
    },
    footer = {
      "",
      "What the URI leaves open comes from PGHOST, PGPORT, PGUSER, PGPASSWORD,"
          + " PGDATABASE, PGSSLMODE, PGSSLROOTCERT, PGOPTIONS, PGAPPNAME and ~/.pgpass"
          + " (PGPASSFILE). A password in the URI can be seen by others on this machine.",
      "",
      "Exit code: 0 all went well, 1 it did not, 2 the command line is not valid.",
      "",
      "Examples:",
      "  sql postgresql://ada@localhost/products",
      "  sql -c 'select count(*) from sku' postgresql://ada@localhost/products",
      "  sql --format csv postgresql:///products < report.sql > report.csv",
      "  sql --timeout 30 'postgresql://ada@db.example/x?sslmode=verify-full'"
    })
public final class SqlCommand implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int INTERRUPTED = 130;
  private static final int OUTPUT_BUFFER = 1 << 16;
  private static final int MOST_CONNECTIONS = 50;
  private static final int LONGEST_TIMEOUT_SECONDS = 86_400;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "URI",
      description = "postgresql://user:password@host:port/database?sslmode=...")
  private String uri;

  @Option(
      names = {"-c", "--command"},
      paramLabel = "SQL",
      description = "Run this instead of what is typed or piped.")
  private String command;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private FormatName format;

  @Option(
      names = {"-x", "--expanded"},
      description = "In a script: rows as lists of names and values.")
  private boolean expanded;

  @Option(
      names = "--keep-going",
      description = "A script goes on after an error; the exit code is 1 all the same.")
  private boolean keepGoing;

  @Option(
      names = "--timeout",
      defaultValue = "0",
      paramLabel = "SECONDS",
      description = "The server gives up on a statement after so long (default: never).")
  private int timeout;

  @Option(
      names = "--connect-timeout",
      defaultValue = "10",
      paramLabel = "SECONDS",
      description = "How long to wait for the server (default: ${DEFAULT-VALUE}).")
  private int connectTimeout;

  @Option(
      names = "--connections",
      defaultValue = "5",
      description =
          "How many jobs run side by side, apart from a transaction (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Spec private CommandSpec spec;

  /** Made by the command line. */
  public SqlCommand() {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    Backend.Options server = server();
    Vertx vertx = vertx();
    try {
      Optional<SqlSession> terminal =
          command == null ? SqlSession.open(System.getenv(), history()) : Optional.empty();
      return terminal.isPresent() ? visit(terminal.get(), vertx, server) : run(vertx, server);
    } finally {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .completeOnTimeout(null, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    }
  }

  private int visit(SqlSession visit, Vertx vertx, Backend.Options server)
      throws InterruptedException {
    try (visit) {
      visit.run(vertx, server, connections, format);
      return DONE;
    } catch (ServerFailure failure) {
      spec.commandLine().getErr().println(failure.getMessage());
      return FAILED;
    }
  }

  private int run(Vertx vertx, Backend.Options server) throws InterruptedException, IOException {
    String name = command == null ? "standard input" : "--command";
    Layout layout = Layout.plain(expanded);
    Format chosen = format.create(layout, Tty.isOutput());
    try (PrintStream results =
            stream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUTPUT_BUFFER));
        PrintStream problems = stream(new FileOutputStream(FileDescriptor.err));
        Reader input = command == null ? standardInput() : new StringReader(command)) {
      Script script =
          new Script(
              vertx, server, new ScriptOptions(name, format, chosen, keepGoing), results, problems);
      Signals.register("INT", () -> interrupt(script));
      return script.run(input) ? DONE : FAILED;
    }
  }

  private static void interrupt(Script script) {
    // A second time it is meant for this program.
    Signals.register("INT", () -> Runtime.getRuntime().halt(INTERRUPTED));
    script.interrupt();
  }

  private static PrintStream stream(OutputStream to) {
    return new PrintStream(to, false, StandardCharsets.UTF_8);
  }

  private static Reader standardInput() {
    return new InputStreamReader(System.in, StandardCharsets.UTF_8);
  }

  private Backend.Options server() {
    within("--timeout", timeout, 0, LONGEST_TIMEOUT_SECONDS);
    within("--connect-timeout", connectTimeout, 1, LONGEST_TIMEOUT_SECONDS);
    within("--connections", connections, 1, MOST_CONNECTIONS);
    try {
      Address address =
          new AddressReader(System.getenv(), System.getProperty("user.name"), home()).read(uri);
      return new Backend.Options(
          address, Duration.ofSeconds(connectTimeout), Duration.ofSeconds(timeout));
    } catch (IllegalArgumentException failure) {
      throw invalid(failure.getMessage());
    }
  }

  private void within(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw invalid(option + " " + value + " is not between " + least + " and " + most);
    }
  }

  private ParameterException invalid(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home"));
  }

  private static Optional<Path> history() {
    Map<String, String> environment = System.getenv();
    return new HistoryFile(environment, home()).prepare();
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(2)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }
}
