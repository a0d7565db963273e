package dev.starling.chat.store;

/**
 * The answer to one {@link Operation}.
 *
 * @param seq the event that the operation is about, now or since an earlier attempt; 0 for none
 * @param other for {@link Status#MOVED} the instance that held the connection before, for {@link
 *     Status#TAKEN} the user name that is there; empty otherwise
 */
public record Result(Status status, long seq, String other) {
  /** The order is part of the transferred format: only append. */
  public enum Status {
    /** The event is in the transcript, or the change is made. */
    DONE,
    /** The event has been in the transcript since an earlier attempt. */
    REPEATED,
    /** The resumed session's name now belongs to the new connection. */
    MOVED,
    /** Another session has the name. */
    TAKEN,
    /** No such member, or another connection speaks for it. */
    ABSENT,
    /** Nobody can tell whether it was done, by this or an earlier attempt. */
    UNKNOWN,
    /** It was not done and will not be. */
    NOT_APPLIED,
    /** The resumed session's user, who had left, has joined again. */
    RETURNED
  }

  /** A change that is made, or an event that has this number. */
  public static Result done(long seq) {
    return new Result(Status.DONE, seq, "");
  }

  /** An answer without an event. */
  public static Result of(Status status) {
    return new Result(status, 0, "");
  }
}
