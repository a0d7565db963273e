package dev.starling.chat.transcript;

/** What can happen in the room. */
public enum Kind {
  /** A user came. */
  JOINED,
  /** A user said something. */
  MESSAGE,
  /** A user went, or was lost. */
  LEFT
}
