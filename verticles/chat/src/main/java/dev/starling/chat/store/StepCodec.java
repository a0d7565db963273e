package dev.starling.chat.store;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.EventCodec;
import dev.starling.chat.event.Position;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Conditions of steps and their answers as bytes, between the instances that keep rooms. */
public final class StepCodec {
  private static final Result.Status[] STATUSES = Result.Status.values();

  private StepCodec() {}

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

  static void writeTexts(DataOutput out, Set<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      EventCodec.write(out, text);
    }
  }

  static Set<String> readTexts(DataInput in) throws IOException {
    int size = in.readInt();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < size; i++) {
      texts.add(EventCodec.readText(in));
    }
    return texts;
  }
}
