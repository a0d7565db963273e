package dev.starling.chat.room;

import dev.starling.chat.transcript.Happening;

/** Writes an event as clients read it. */
@FunctionalInterface
public interface Encoder {
  /** Encodes an event; called once per event and instance. */
  Published encode(Happening happening);
}
