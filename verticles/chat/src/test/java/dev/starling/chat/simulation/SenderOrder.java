package dev.starling.chat.simulation;

import dev.starling.chat.simulation.Violation.Invariant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Where messages stand that were sent over one connection, one after the other. */
final class SenderOrder {
  /** Of a message that was sent before, over this connection or another one. */
  static final int NONE = -1;

  private final NavigableMap<Integer, Long> seqs = new TreeMap<>();
  private int sent;

  /** The place of the next message that is sent. */
  int next() {
    return sent++;
  }

  /** A message was accepted, and by no earlier attempt. */
  void check(World world, String sender, int place, long seq) {
    if (place == NONE) {
      return;
    }
    Map.Entry<Integer, Long> before = seqs.lowerEntry(place);
    Map.Entry<Integer, Long> after = seqs.higherEntry(place);
    world.requireOfDurable(
        () ->
            (before == null || before.getValue() < seq)
                && (after == null || after.getValue() > seq),
        Invariant.ORDER_OF_SENDER,
        () -> sender + "'s message " + place + " is " + seq + ", others are " + seqs);
    seqs.put(place, seq);
  }
}
