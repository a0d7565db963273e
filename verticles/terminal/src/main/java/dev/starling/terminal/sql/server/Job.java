package dev.starling.terminal.sql.server;

import dev.starling.terminal.sql.statement.Statement;
import java.time.Duration;
import java.util.List;

/** Statements that were entered together: they run in order, on one connection. */
public final class Job {
  /** What it is doing. */
  public enum State {
    QUEUED("waits for a connection"),
    CONNECTING("connects"),
    RUNNING("runs"),
    PAUSED("waits for you to ask for more"),
    CANCELLED("is being cancelled"),
    ENDED("has ended");

    private final String words;

    State(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private final int number;
  private final List<Statement> statements;
  private final long since = System.nanoTime();
  private State state = State.QUEUED;
  private int at;
  private Backend backend;
  private Rows rows;

  Job(int number, List<Statement> statements) {
    this.number = number;
    this.statements = statements;
  }

  /** What it is called. */
  public int number() {
    return number;
  }

  /** What it is doing. */
  public State state() {
    return state == State.RUNNING && rows != null && rows.waiting() ? State.PAUSED : state;
  }

  /** How long ago it was entered. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  /** The statement that runs, or will run next. */
  public Statement statement() {
    return statements.get(Math.min(at, statements.size() - 1));
  }

  /** How many statements it has not begun. */
  public int left() {
    return Math.max(0, statements.size() - at - 1);
  }

  boolean hasNext() {
    return at < statements.size();
  }

  void next() {
    at++;
    rows = null;
  }

  void state(State now) {
    state = now;
  }

  boolean isCancelled() {
    return state == State.CANCELLED;
  }

  Backend backend() {
    return backend;
  }

  void on(Backend taken) {
    backend = taken;
  }

  Rows rows() {
    return rows;
  }

  void into(Rows taking) {
    rows = taking;
  }
}
