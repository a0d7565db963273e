package dev.starling.chat.store;

import java.util.Set;

/**
 * Counts the changes of the instances that there are, as the steps of a room saw them, and knows
 * the last term in which all copies are known to have been. Not thread-safe.
 */
final class Terms {
  private Term last;
  private int instances;
  private long confirmed;

  /** Before any set of instances is known. */
  Terms() {
    this(Term.NONE, 0, 0);
  }

  Terms(Term last, int instances, long confirmed) {
    this.last = last;
    this.instances = instances;
    this.confirmed = confirmed;
  }

  Term last() {
    return last;
  }

  /** Hash of the instances of the last term. */
  int instances() {
    return instances;
  }

  /** Number of the last term that a step found confirmed by all copies. */
  long confirmed() {
    return confirmed;
  }

  boolean isOf(Set<String> alive) {
    return instances == alive.hashCode();
  }

  /**
   * Begins another term.
   *
   * @param digest of the room
   */
  void begin(Set<String> alive, long digest) {
    instances = alive.hashCode();
    last = new Term(last.number() + 1, digest);
  }

  /** All copies answered in a term. Returns whether that is news of the last one. */
  boolean confirm(Term known) {
    if (!known.equals(last) || confirmed == last.number()) {
      return false;
    }
    confirmed = last.number();
    return true;
  }

  boolean isSettled(Set<String> alive) {
    return confirmed == last.number() && isOf(alive);
  }
}
