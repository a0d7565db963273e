package dev.starling.chat.store;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.EventCodec;
import dev.starling.chat.event.Position;
import dev.starling.chat.store.Operation.Away;
import dev.starling.chat.store.Operation.Join;
import dev.starling.chat.store.Operation.Leave;
import dev.starling.chat.store.Operation.Renew;
import dev.starling.chat.store.Operation.Say;
import dev.starling.chat.store.Operation.Stop;
import dev.starling.chat.store.Operation.Watch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Steps and their answers as bytes, between the instances that keep rooms. */
public final class StepCodec {
  private static final byte JOIN = 1;
  private static final byte SAY = 2;
  private static final byte LEAVE = 3;
  private static final byte AWAY = 4;
  private static final byte STOP = 5;
  private static final byte WATCH = 6;
  private static final byte RENEW = 7;

  private static final Result.Status[] STATUSES = Result.Status.values();

  private StepCodec() {}

  /** Writes the operations of a step. */
  public static void writeOperations(DataOutput out, List<Operation> operations)
      throws IOException {
    out.writeInt(operations.size());
    for (Operation operation : operations) {
      write(out, operation);
    }
  }

  /** Reads the operations of a step. */
  public static List<Operation> readOperations(DataInput in) throws IOException {
    int size = in.readInt();
    List<Operation> operations = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      operations.add(readOperation(in));
    }
    return operations;
  }

  private static void write(DataOutput out, Operation operation) throws IOException {
    if (operation instanceof Say say) {
      out.writeByte(SAY);
      EventCodec.write(out, say.key());
      EventCodec.write(out, say.nameKey());
      EventCodec.write(out, say.connection());
      EventCodec.write(out, say.text());
      out.writeLong(say.at());
      out.writeLong(say.since());
    } else if (operation instanceof Join join) {
      out.writeByte(JOIN);
      EventCodec.write(out, join.user().username());
      EventCodec.write(out, join.user().nameKey());
      EventCodec.write(out, join.user().resumed());
      EventCodec.write(out, join.user().fresh());
      out.writeBoolean(join.user().resumable());
      EventCodec.write(out, join.connection());
      EventCodec.write(out, join.owner());
      out.writeLong(join.at());
    } else if (operation instanceof Leave leave) {
      out.writeByte(LEAVE);
      EventCodec.write(out, leave.nameKey());
      EventCodec.write(out, leave.connection());
      out.writeLong(leave.at());
    } else if (operation instanceof Away away) {
      out.writeByte(AWAY);
      EventCodec.write(out, away.nameKey());
      EventCodec.write(out, away.connection());
    } else if (operation instanceof Stop stop) {
      out.writeByte(STOP);
      EventCodec.write(out, stop.owner());
    } else if (operation instanceof Watch watch) {
      out.writeByte(WATCH);
      EventCodec.write(out, watch.owner());
      out.writeBoolean(watch.on());
    } else if (operation instanceof Renew renew) {
      out.writeByte(RENEW);
      EventCodec.write(out, renew.ended());
      EventCodec.write(out, renew.fresh());
    }
  }

  private static Operation readOperation(DataInput in) throws IOException {
    byte type = in.readByte();
    return switch (type) {
      case SAY ->
          new Say(
              EventCodec.readKey(in),
              EventCodec.readText(in),
              EventCodec.readKey(in),
              EventCodec.readText(in),
              in.readLong(),
              in.readLong());
      case JOIN ->
          new Join(
              new Operation.Applicant(
                  EventCodec.readText(in),
                  EventCodec.readText(in),
                  EventCodec.readKey(in),
                  EventCodec.readKey(in),
                  in.readBoolean()),
              EventCodec.readKey(in),
              EventCodec.readText(in),
              in.readLong());
      case LEAVE -> new Leave(EventCodec.readText(in), EventCodec.readKey(in), in.readLong());
      case AWAY -> new Away(EventCodec.readText(in), EventCodec.readKey(in));
      case STOP -> new Stop(EventCodec.readText(in));
      case WATCH -> new Watch(EventCodec.readText(in), in.readBoolean());
      case RENEW -> new Renew(EventCodec.readText(in), EventCodec.readText(in));
      default -> throw new IOException("operation of type " + type + " is not known here");
    };
  }

  /** Writes how much a room keeps. */
  public static void writeLimits(DataOutput out, Conditions.Limits limits) throws IOException {
    out.writeInt(limits.events());
    out.writeLong(limits.bytes());
    out.writeLong(limits.graceMillis());
  }

  /** Reads how much a room keeps. */
  public static Conditions.Limits readLimits(DataInput in) throws IOException {
    return new Conditions.Limits(in.readInt(), in.readLong(), in.readLong());
  }

  /** Writes a term. */
  public static void write(DataOutput out, Term term) throws IOException {
    out.writeLong(term.number());
    out.writeLong(term.origin());
  }

  /** Reads a term. */
  public static Term readTerm(DataInput in) throws IOException {
    return new Term(in.readLong(), in.readLong());
  }

  /** Writes the conditions of a step. */
  public static void writeConditions(DataOutput out, Conditions conditions) throws IOException {
    out.writeLong(conditions.now());
    out.writeBoolean(conditions.alive().isPresent());
    if (conditions.alive().isPresent()) {
      writeTexts(out, conditions.alive().get());
    }
    write(out, conditions.confirmed());
    writeLimits(out, conditions.limits());
  }

  /** Reads the conditions of a step. */
  public static Conditions readConditions(DataInput in) throws IOException {
    long now = in.readLong();
    Optional<Set<String>> alive = in.readBoolean() ? Optional.of(readTexts(in)) : Optional.empty();
    return new Conditions(now, alive, readTerm(in), readLimits(in));
  }

  /** Writes the answer to a step. */
  public static void writeApplied(DataOutput out, Applied applied) throws IOException {
    write(out, applied.before());
    write(out, applied.after());
    writeEvents(out, applied.events());
    out.writeInt(applied.results().size());
    for (Result result : applied.results()) {
      out.writeByte(result.status().ordinal());
      out.writeLong(result.seq());
      EventCodec.write(out, result.other());
    }
    out.writeInt(applied.online());
    out.writeInt(applied.owned());
    writeTexts(out, applied.readers());
  }

  /** Reads the answer to a step. */
  public static Applied readApplied(DataInput in) throws IOException {
    Position before = readPosition(in);
    Position after = readPosition(in);
    List<Event> events = readEvents(in);
    int size = in.readInt();
    List<Result> results = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      results.add(new Result(STATUSES[in.readByte()], in.readLong(), EventCodec.readText(in)));
    }
    return new Applied(before, after, events, results, in.readInt(), in.readInt(), readTexts(in));
  }

  /** Writes a page. */
  public static void writePage(DataOutput out, Page page) throws IOException {
    write(out, page.tail());
    out.writeLong(page.begun());
    out.writeBoolean(page.chain().isPresent());
    out.writeLong(page.chain().orElse(0));
    writeEvents(out, page.events());
  }

  /** Reads a page. */
  public static Page readPage(DataInput in) throws IOException {
    Position tail = readPosition(in);
    long begun = in.readLong();
    boolean known = in.readBoolean();
    long chain = in.readLong();
    return new Page(
        tail, begun, known ? OptionalLong.of(chain) : OptionalLong.empty(), readEvents(in));
  }

  /** Writes a position. */
  public static void write(DataOutput out, Position position) throws IOException {
    EventCodec.write(out, position.epoch());
    out.writeLong(position.seq());
    out.writeLong(position.chain());
  }

  /** Reads a position. */
  public static Position readPosition(DataInput in) throws IOException {
    return new Position(EventCodec.readText(in), in.readLong(), in.readLong());
  }

  /** Writes events. */
  public static void writeEvents(DataOutput out, List<Event> events) throws IOException {
    out.writeInt(events.size());
    for (Event event : events) {
      EventCodec.write(out, event);
    }
  }

  /** Reads events. */
  public static List<Event> readEvents(DataInput in) throws IOException {
    int size = in.readInt();
    List<Event> events = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      events.add(EventCodec.read(in));
    }
    return events;
  }

  private static void writeTexts(DataOutput out, Set<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      EventCodec.write(out, text);
    }
  }

  private static Set<String> readTexts(DataInput in) throws IOException {
    int size = in.readInt();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < size; i++) {
      texts.add(EventCodec.readText(in));
    }
    return texts;
  }
}
