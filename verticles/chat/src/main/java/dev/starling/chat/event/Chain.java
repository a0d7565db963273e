package dev.starling.chat.event;

/**
 * The hash that links events: each value covers one event and the value before it. It detects
 * transcripts that differ; it is no protection against forgery, which keys, being hashes
 * themselves, do not invite.
 */
public final class Chain {
  // Odd constants with well-mixed bits, as SplitMix64 uses them (Steele, Lea, Flood 2014).
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
  private static final long MIX_2 = 0x94D049BB133111EBL;

  private Chain() {}

  /** The value after one more event. */
  public static long next(long chain, Kind kind, Key key) {
    return mix(mix(mix(chain + GAMMA + kind.ordinal()) ^ key.high()) ^ key.low());
  }

  /** Spreads a change of any bit over all bits. */
  public static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * MIX_1;
    z = (z ^ (z >>> 27)) * MIX_2;
    return z ^ (z >>> 31);
  }
}
