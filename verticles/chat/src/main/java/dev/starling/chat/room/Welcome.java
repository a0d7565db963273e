package dev.starling.chat.room;

/**
 * What a client is told first.
 *
 * @param session secret by which it can go on over another connection
 * @param online users there are, this one included
 * @param seq the last event before those that follow
 */
public record Welcome(String session, int online, String epoch, long seq) {}
