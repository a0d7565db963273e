package dev.starling.chat.room;

/**
 * Where a client wants to go on.
 *
 * @param session as it was welcomed with
 * @param epoch of its last event
 * @param seq of its last event
 */
public record Resume(String session, String epoch, long seq) {}
