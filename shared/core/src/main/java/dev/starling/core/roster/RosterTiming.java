package dev.starling.core.roster;

/**
 * The roster's periods, all in milliseconds.
 *
 * @param spacing least time between two reports of one instance
 * @param heartbeat longest time between two reports of one instance
 * @param silence an instance not heard for this long is no longer counted
 * @param stall a clock that jumps by more than this says that this process itself stood still
 * @param proof an instance that the cluster reported gone is believed to be back once two of its
 *     reports lie this far apart: one alone may have been under way when it died
 * @param memory how long a lost instance's last sequence number is kept, to recognise late reports
 */
public record RosterTiming(
    long spacing, long heartbeat, long silence, long stall, long proof, long memory) {

  /** Keeps a wrong count from being shown for longer than 5 s end to end. */
  public static final RosterTiming DEFAULT = new RosterTiming(50, 1_000, 4_000, 2_000, 500, 60_000);
}
