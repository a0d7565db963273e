package dev.starling.core.roster;

/**
 * A step from one state of the roster to the next.
 *
 * @param cause what made the difference
 * @param arrived connections opened; 0 unless the cause is {@link Cause#CONNECTIONS}
 * @param departed connections closed; 0 unless the cause is {@link Cause#CONNECTIONS}
 * @param total connections in the whole cluster after the step
 */
public record RosterChange(Cause cause, int arrived, int departed, int total) {

  /** The cause of the change. */
  public enum Cause {
    /** Connections came or went at a known instance. */
    CONNECTIONS,
    /** An instance with connections turned up, or came back. */
    INSTANCE_FOUND,
    /** An instance went and took its connections along. */
    INSTANCE_LOST
  }
}
