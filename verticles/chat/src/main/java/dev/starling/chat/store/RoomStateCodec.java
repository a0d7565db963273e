package dev.starling.chat.store;

import dev.starling.chat.event.EventCodec;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Position;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/**
 * A whole room as bytes: for a new copy of it, and for the merge of two clusters. The version of
 * what is sent is written before it, see {@link dev.starling.chat.event.Format}.
 */
public final class RoomStateCodec {
  private RoomStateCodec() {}

  /** Writes a room. */
  public static void write(DataOutput out, RoomState room) throws IOException {
    StepCodec.write(out, room.tail());
    out.writeLong(room.begun());
    out.writeLong(room.digest());
    StepCodec.write(out, room.terms.last());
    out.writeInt(room.terms.instances());
    out.writeLong(room.terms.confirmed());
    writeWindow(out, room.window);
    writeMembers(out, room.members);
  }

  /**
   * Reads a room.
   *
   * @throws IOException when it is cut off
   */
  public static RoomState read(DataInput in) throws IOException {
    Position tail = StepCodec.readPosition(in);
    long begun = in.readLong();
    long digest = in.readLong();
    Terms terms = new Terms(StepCodec.readTerm(in), in.readInt(), in.readLong());
    Window window = readWindow(in);
    return new RoomState(tail, begun, digest, window, readMembers(in), terms);
  }

  private static void writeWindow(DataOutput out, Window window) throws IOException {
    out.writeLong(window.forgottenSeq());
    out.writeLong(window.forgottenChain());
    StepCodec.writeEvents(out, window.events());
  }

  private static Window readWindow(DataInput in) throws IOException {
    Window window = new Window(in.readLong(), in.readLong());
    StepCodec.readEvents(in).forEach(window::add);
    return window;
  }

  private static void writeMembers(DataOutput out, Members members) throws IOException {
    out.writeInt(members.size());
    for (Member member : members.all()) {
      EventCodec.write(out, member.username);
      EventCodec.write(out, member.nameKey);
      EventCodec.write(out, member.session);
      out.writeBoolean(member.resumable);
      out.writeLong(member.since);
      EventCodec.write(out, member.connection);
      EventCodec.write(out, member.owner);
      out.writeLong(member.awayUntil);
    }
    out.writeInt(members.gone().size());
    for (Map.Entry<String, Members.Gone> gone : members.gone().entrySet()) {
      EventCodec.write(out, gone.getKey());
      out.writeLong(gone.getValue().until());
      out.writeBoolean(gone.getValue().stopped());
    }
    StepCodec.writeTexts(out, members.readers());
  }

  private static Members readMembers(DataInput in) throws IOException {
    Members members = new Members();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      members.add(readMember(in));
    }
    int gone = in.readInt();
    for (int i = 0; i < gone; i++) {
      members.gone(EventCodec.readText(in), new Members.Gone(in.readLong(), in.readBoolean()));
    }
    StepCodec.readTexts(in).forEach(reader -> members.watch(reader, true));
    return members;
  }

  private static Member readMember(DataInput in) throws IOException {
    String username = EventCodec.readText(in);
    String nameKey = EventCodec.readText(in);
    Key session = EventCodec.readKey(in);
    boolean resumable = in.readBoolean();
    long since = in.readLong();
    Key connection = EventCodec.readKey(in);
    Member member =
        new Member(
            username, nameKey, session, resumable, since, connection, EventCodec.readText(in));
    member.awayUntil = in.readLong();
    return member;
  }
}
