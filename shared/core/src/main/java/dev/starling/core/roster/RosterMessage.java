package dev.starling.core.roster;

import dev.starling.core.bus.RecordCodec;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * What instances of one service tell each other about their connections.
 *
 * <p>Arrivals and departures are totals since the instance started, so a message that got lost is
 * made up for by the next one.
 *
 * @param kind what is said
 * @param instance who says it
 * @param sequence rises with every message of one instance
 * @param arrivals connections opened since the instance started
 * @param departures connections closed since the instance started
 */
public record RosterMessage(
    Kind kind, String instance, long sequence, long arrivals, long departures) {

  /** Kind of a message. */
  public enum Kind {
    /** So many connections are with me. */
    REPORT,
    /** I am new, or was away: tell me where you stand. */
    ASK,
    /** I leave for good. */
    GOODBYE
  }

  /** The codec; each process registers it once with its event bus. */
  public static final RecordCodec<RosterMessage> CODEC =
      new RecordCodec<>("starling.roster", RosterMessage::write, RosterMessage::read);

  /** The event-bus address on which the instances of a service talk about their connections. */
  public static String address(String service) {
    return "starling.roster." + service;
  }

  /** Connections open at the instance now. */
  public long present() {
    return arrivals - departures;
  }

  private void write(Buffer out) {
    byte[] name = instance.getBytes(StandardCharsets.UTF_8);
    out.appendByte((byte) kind.ordinal())
        .appendLong(sequence)
        .appendLong(arrivals)
        .appendLong(departures)
        .appendShort((short) name.length)
        .appendBytes(name);
  }

  private static RosterMessage read(Buffer in) {
    int nameAt = 27;
    String instance = in.getString(nameAt, nameAt + in.getUnsignedShort(25), "UTF-8");
    return new RosterMessage(
        Kind.values()[in.getByte(0)], instance, in.getLong(1), in.getLong(9), in.getLong(17));
  }
}
