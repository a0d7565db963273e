package dev.starling.database;

import dev.starling.core.problem.DependencyFailure;
import dev.starling.core.problem.Problem;
import dev.starling.core.text.RootCause;
import dev.starling.postgres.PostgresUri;
import java.util.Optional;
import java.util.Set;

/** The database did not do what it was asked to. The message is one line: which, and why. */
public final class DatabaseFailure extends DependencyFailure {
  private static final long serialVersionUID = 1L;

  /** Classes of SQLSTATE that speak of the server, not of the statement. */
  private static final Set<String> AWAY = Set.of("08", "25", "28", "3D", "53", "55", "57", "58");

  private final String state;

  DatabaseFailure(PostgresUri database, String reason, Throwable cause) {
    this(database, reason, "", cause);
  }

  DatabaseFailure(PostgresUri database, String reason, String state, Throwable cause) {
    super("database " + database + ": " + reason, cause);
    this.state = state;
  }

  static DatabaseFailure of(PostgresUri database, Throwable cause) {
    return new DatabaseFailure(database, RootCause.line(cause), cause);
  }

  /**
   * The SQLSTATE that the server answered with; empty when there was no answer.
   *
   * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL: error
   *     codes</a>
   */
  public String state() {
    return state;
  }

  /** Whether the same may succeed later, because nothing is wrong with what was asked. */
  public boolean isAway() {
    return state.isEmpty() || AWAY.contains(state.substring(0, 2));
  }

  @Override
  public Optional<Problem> problem() {
    return isAway()
        ? Optional.of(Problem.of(503, "the database is away; try again"))
        : Optional.empty();
  }
}
