package dev.starling.chat.event;

/**
 * A place in a room's transcript: after one of its events, or before the first.
 *
 * @param epoch name of the transcript; a room that is created anew has another
 * @param seq number of the last event before this place; 0 for none
 * @param chain {@link Event#chain()} of that event; 0 for none
 */
public record Position(String epoch, long seq, long chain) {
  /** The place after an event of the same transcript. */
  public Position after(Event event) {
    return new Position(epoch, event.seq(), event.chain());
  }
}
