package dev.starling.chat.store;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Position;
import java.util.List;
import java.util.OptionalLong;

/**
 * A part of a room's transcript.
 *
 * @param tail the transcript's end, perhaps beyond this page
 * @param begun number of the last event before the transcript's epoch began; events after it were
 *     never read under another epoch
 * @param chain of the event that was read after, by which a reader knows its own transcript; empty
 *     when that is no longer kept or was never there
 * @param events in sequence, without a hole; they begin later than asked for when the earlier ones
 *     are no longer kept
 */
public record Page(Position tail, long begun, OptionalLong chain, List<Event> events) {}
