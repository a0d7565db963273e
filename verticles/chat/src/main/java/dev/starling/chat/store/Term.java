package dev.starling.chat.store;

/**
 * The time in which a room is changed under one set of instances.
 *
 * @param number one more than that of the set before
 * @param origin digest of the room when it began: sides of a cut count the same numbers, and only
 *     this tells their terms apart
 */
public record Term(long number, long origin) {
  /** Before any set of instances is known. */
  public static final Term NONE = new Term(0, 0);
}
