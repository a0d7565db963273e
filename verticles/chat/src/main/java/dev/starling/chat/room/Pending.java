package dev.starling.chat.room;

import dev.starling.chat.transcript.Draft;
import java.util.ArrayList;
import java.util.List;

/**
 * A draft on its way into the log, and everyone who waits for what becomes of it. Belongs to the
 * room's event loop.
 */
final class Pending implements Receipt {
  private static final int OVERHEAD = 100;

  private final Draft draft;
  private final List<Receipt> receipts = new ArrayList<>(1);
  private final long since = System.nanoTime();
  private long place;

  Pending(Draft draft, Receipt receipt) {
    this.draft = draft;
    receipts.add(receipt);
  }

  Draft draft() {
    return draft;
  }

  /** When it was handed in, in nanoseconds of {@link System#nanoTime()}. */
  long since() {
    return since;
  }

  /** About how much memory it takes. */
  int bytes() {
    return draft.text().length() + OVERHEAD;
  }

  /** Somebody else waits for the same. */
  void join(Receipt receipt) {
    receipts.add(receipt);
  }

  /** It was written under this number; perhaps not for the first time. */
  void writtenAt(long seq) {
    place = seq;
  }

  /** The number under which it was written last. */
  long place() {
    return place;
  }

  @Override
  public void accepted(long seq) {
    receipts.forEach(receipt -> receipt.accepted(seq));
  }

  @Override
  public void refused(Refusal why) {
    receipts.forEach(receipt -> receipt.refused(why));
  }
}
