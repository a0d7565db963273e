package dev.starling.core.roster;

/**
 * What is remembered of an instance that is no longer counted, so that it is not counted again by
 * mistake.
 */
final class Tombstone {
  private static final long NEVER = Long.MAX_VALUE;

  /** When it was lost. */
  final long since;

  private long sequence;
  private final boolean needsProof;
  private long heardAgain = NEVER;

  private Tombstone(long sequence, boolean needsProof, long since) {
    this.sequence = sequence;
    this.needsProof = needsProof;
    this.since = since;
  }

  /** It said goodbye; whatever is still under way from it is late. */
  static Tombstone forGood(long since) {
    return new Tombstone(NEVER, false, since);
  }

  /** It fell silent; any newer report shows that it is there. */
  static Tombstone silent(long sequence, long since) {
    return new Tombstone(sequence, false, since);
  }

  /** The cluster reported it gone; a single newer report may have been under way when it died. */
  static Tombstone reported(long sequence, long since) {
    return new Tombstone(sequence, true, since);
  }

  boolean isRefutedBy(RosterMessage report, long now, RosterTiming timing) {
    if (report.sequence() <= sequence) {
      return false;
    }
    sequence = report.sequence();
    if (!needsProof) {
      return true;
    }
    heardAgain = Math.min(heardAgain, now);
    return now - heardAgain >= timing.proof();
  }
}
