package dev.starling.terminal.load.run;

import dev.starling.terminal.load.wire.Failure;
import dev.starling.terminal.load.wire.TargetClient;

/**
 * One connection after the other to the target, and one request after the other on it. Lives on its
 * worker's event loop.
 */
final class VirtualUser {
  private enum State {
    /** Without a connection. */
    AWAY,
    CONNECTING,
    /** Connected, and nothing is asked. */
    IDLE,
    ASKING,
    /** Could not connect, and leaves the target alone for a moment. */
    PAUSING,
    OVER
  }

  private final int number;
  private final WorkerContext shift;
  private State state = State.AWAY;
  private Connection connection;
  private long since;
  private boolean asked;
  private long asking;
  private long due;

  VirtualUser(int number, WorkerContext shift) {
    this.number = number;
    this.shift = shift;
  }

  /** Connects before the clock starts; a failure is reported, and is not counted. */
  void arrive() {
    connect();
  }

  /** Asks, if it is free and the next request is due; rests, if there is no next. */
  void go() {
    if (state != State.IDLE && state != State.AWAY) {
      return;
    }
    Clock clock = shift.clock();
    long now = System.nanoTime();
    long next = shift.pace().isFixed() ? shift.pace().due(clock, number, asking) : now;
    if (clock.isOver(next) || clock.isLongOver(now)) {
      rest();
    } else if (next - now <= 0) {
      if (clock.counts(next) && !shift.budget().take()) {
        rest();
      } else {
        ask(next);
      }
    }
  }

  private void ask(long next) {
    due = next;
    asking++;
    asked = true;
    if (state == State.AWAY) {
      connect();
    } else {
      askNow();
    }
  }

  private void askNow() {
    state = State.ASKING;
    since = System.nanoTime();
    if (!shift.pace().isFixed()) {
      due = since;
    }
    connection.line.ask();
  }

  private void connect() {
    state = State.CONNECTING;
    since = System.nanoTime();
    Connection attempt = new Connection();
    connection = attempt;
    shift.wire().connect(number, attempt).onComplete(attempt::opened, attempt::failed);
  }

  /** Nothing is left to do. */
  private void rest() {
    if (shift.pace().isFixed() && shift.clock().isOver(System.nanoTime())) {
      shift.statistics().unsent(shift.pace().countBefore(shift.clock(), number, asking));
    }
    end();
  }

  /** Ends at once, whatever is under way. */
  void breakOff() {
    if (state == State.OVER) {
      return;
    }
    if (asked && isCounting()) {
      shift.statistics().unfinished(1);
    }
    rest();
  }

  private void end() {
    state = State.OVER;
    hangUp();
    shift.rested();
  }

  /** Gives up what has taken too long. */
  void checkTimeout(long now, long timeout) {
    if (now - since < timeout) {
      return;
    }
    if (state == State.ASKING) {
      failed(new Failure(Failure.Kind.TIMEOUT, ""));
    } else if (state == State.CONNECTING) {
      failed(new Failure(Failure.Kind.CONNECT_TIMEOUT, ""));
    }
  }

  /** Whether an answer counts: when it was due after the warm-up. */
  private boolean counts() {
    return shift.clock().counts(due);
  }

  /** Whether what comes now counts: a failure also when it was due before, and all bytes. */
  private boolean isCounting() {
    return shift.clock() != null && shift.clock().counts(System.nanoTime());
  }

  private void failed(Failure failure) {
    boolean arriving = !asked;
    boolean unconnected = state == State.CONNECTING;
    hangUp();
    state = State.AWAY;
    if (arriving) {
      arrived(failure);
      return;
    }
    asked = false;
    if (isCounting()) {
      shift.statistics().failed(failure);
    }
    if (unconnected) {
      state = State.PAUSING;
      shift.afterPause(this::backFromPause);
    } else {
      go();
    }
  }

  /** Has tried to connect; others may have begun meanwhile. */
  private void arrived(Failure failure) {
    shift.arrived(failure);
    if (shift.clock() != null) {
      go();
    }
  }

  private void backFromPause() {
    if (state == State.PAUSING) {
      state = State.AWAY;
      go();
    }
  }

  private void hangUp() {
    Connection last = connection;
    connection = null;
    if (last != null && last.line != null) {
      last.line.close();
    }
  }

  /** What is heard of one connection; nothing, once the caller has given it up. */
  private final class Connection implements TargetClient.Events {
    private TargetClient.Line line;

    private void opened(TargetClient.Line opened) {
      if (this != connection) {
        opened.close();
        return;
      }
      line = opened;
      if (asked) {
        askNow();
      } else {
        state = State.IDLE;
        arrived(null);
      }
    }

    private void failed(Throwable thrown) {
      if (this == connection) {
        VirtualUser.this.failed(Failure.of(thrown));
      }
    }

    @Override
    public void received(long bytes) {
      if (this == connection && isCounting()) {
        shift.statistics().received(bytes);
      }
    }

    @Override
    public void answered(int status, boolean last) {
      if (this == connection && state == State.ASKING) {
        if (counts()) {
          shift.statistics().answered(status, System.nanoTime() - due);
        }
        if (last) {
          hangUp();
        }
        free();
      }
    }

    @Override
    public void rejected(Failure failure) {
      if (this == connection && state == State.ASKING) {
        if (counts()) {
          shift.statistics().failed(failure);
        }
        free();
      }
    }

    private void free() {
      asked = false;
      state = connection == null ? State.AWAY : State.IDLE;
      go();
    }

    @Override
    public void lost(Failure failure) {
      if (this != connection) {
        return;
      }
      if (state == State.ASKING || state == State.CONNECTING) {
        VirtualUser.this.failed(failure);
      } else {
        // Between two requests it may: the next one connects again.
        hangUp();
        state = State.AWAY;
      }
    }
  }
}
