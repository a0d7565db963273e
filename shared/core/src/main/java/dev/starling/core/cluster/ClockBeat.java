package dev.starling.core.cluster;

import dev.starling.core.bus.RecordCodec;

/**
 * The time that an instance has.
 *
 * @param instance whose clock it is
 * @param millis since 1970-01-01T00:00Z
 */
public record ClockBeat(String instance, long millis) {
  static final String ADDRESS = "starling.clock";

  static final RecordCodec<ClockBeat> CODEC = RecordCodec.json(ADDRESS, ClockBeat.class);
}
