package dev.starling.chat.simulation;

/** Something that must never be, at the step after which it was. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** What must hold in every run, whatever goes wrong in it. */
  enum Invariant {
    NUMBERS_WITHOUT_HOLE,
    TIMES_NEVER_GO_BACK,
    KEYS_ONCE,
    JOINED_AND_LEFT_ALTERNATE,
    ONLY_MEMBERS_SPEAK,
    ONLINE_IS_RIGHT,
    NAMES_ARE_UNIQUE,
    STORE_IS_ITS_TRANSCRIPT,
    COPIES_ARE_EQUAL,
    ONE_EVENT_PER_PLACE,
    READ_IS_KEPT,
    READ_IN_SEQUENCE,
    ACKNOWLEDGED_IS_KEPT,
    REFUSED_NEVER_APPEARS,
    ORDER_OF_TIME,
    ORDER_OF_SENDER,
    OWN_NAME_IS_NEVER_TAKEN,
    EVERYONE_IS_ANSWERED,
    ANSWERED_ONCE,
    MEMORY_IS_BOUNDED,
    NOBODY_LEFT_UNASKED,
    EVERYONE_IS_BACK
  }

  final transient Invariant invariant;

  Violation(Invariant invariant, String what) {
    super(invariant + ": " + what);
    this.invariant = invariant;
  }
}
