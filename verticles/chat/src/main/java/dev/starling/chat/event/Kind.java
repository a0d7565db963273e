package dev.starling.chat.event;

/** The kinds of events in a room. The order is part of the stored format: only append. */
public enum Kind {
  /** A user joined. */
  JOINED,
  /** A user sent a message. */
  MESSAGE,
  /** A user left, or was lost. */
  LEFT
}
