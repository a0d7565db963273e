package dev.starling.chat.session;

import java.util.OptionalLong;

/**
 * First message to a client.
 *
 * @param session secret by which it can go on over another connection
 * @param online users there are, this one included
 * @param seq the last event before those that follow
 * @param chain hash over the transcript up to that event; empty while it is not known
 */
public record Welcome(String session, int online, String epoch, long seq, OptionalLong chain) {}
