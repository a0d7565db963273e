package dev.starling.chat.event;

/** The kinds of events in a room. The order is part of the stored format: only append. */
public enum Kind {
  /** A user joined. */
  JOINED,
  /** A user sent a message. */
  MESSAGE,
  /** A user left, or was lost. */
  LEFT;

  private static final Kind[] ALL = values();

  /**
   * The kind with a number.
   *
   * @throws IllegalStateException when this version has none
   */
  public static Kind of(int number) {
    if (number < 0 || number >= ALL.length) {
      throw new IllegalStateException(
          "event of kind " + number + ", which is of another version: update this instance");
    }
    return ALL[number];
  }
}
