package dev.starling.chat.store;

/**
 * The time in which a room is changed under one set of instances.
 *
 * @param epoch of the room
 * @param number one more than that of the set before
 */
public record Term(String epoch, long number) {}
