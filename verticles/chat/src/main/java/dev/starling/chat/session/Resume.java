package dev.starling.chat.session;

import java.util.OptionalLong;

/**
 * Where a client wants to go on.
 *
 * @param session as it was welcomed with
 * @param epoch of its last event
 * @param seq of its last event
 * @param chain of its last event; empty when the client does not say
 */
public record Resume(String session, String epoch, long seq, OptionalLong chain) {}
