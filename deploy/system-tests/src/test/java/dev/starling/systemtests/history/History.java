package dev.starling.systemtests.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What the clients of a scenario did and saw, in the order in which it became known. It is all that
 * a check is told. Any thread may add to it.
 */
public final class History {
  /** Some 100 bytes each. */
  private static final int MOST = 2_000_000;

  private final LongSupplier clock;
  private final long beginning;

  // Guarded by this.
  private final List<Entry> entries = new ArrayList<>();
  private boolean over;
  private long end;
  private boolean whole = true;

  /** An empty one, which begins now. */
  public History() {
    this(System::nanoTime);
  }

  /**
   * One with a clock of its own.
   *
   * @param clock in nanoseconds, never goes back
   */
  public History(LongSupplier clock) {
    this.clock = clock;
    this.beginning = clock.getAsLong();
  }

  /** Takes down what a client of this name does and sees. */
  public Recorder of(String client) {
    return fact -> add(client, fact);
  }

  /** Something was done to the services just now. */
  public void note(Fact.Fault fault) {
    add("", fault);
  }

  private synchronized void add(String client, Fact fact) {
    if (over) {
      return;
    }
    whole = entries.size() < MOST;
    if (whole) {
      entries.add(new Entry(clock.getAsLong(), client, fact));
    }
  }

  /** Whether everything found room; a check of less would prove nothing. */
  public synchronized boolean isWhole() {
    return whole;
  }

  /** Whatever happens from now on is no part of it, such as that everyone leaves. */
  public synchronized void end() {
    if (!over) {
      over = true;
      end = clock.getAsLong();
    }
  }

  /** When it ended; now, if it has not. */
  public synchronized long ended() {
    return over ? end : clock.getAsLong();
  }

  /** Everything up to now. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** When it began, in nanoseconds of the clients' clock. */
  public long beginning() {
    return beginning;
  }
}
