package dev.starling.chat.store;

import dev.starling.chat.event.EventCodec;
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
import java.util.List;

/** The operations of a step as bytes, between the instances that keep rooms. */
public final class OperationCodec {
  private static final byte JOIN = 1;
  private static final byte SAY = 2;
  private static final byte LEAVE = 3;
  private static final byte AWAY = 4;
  private static final byte STOP = 5;
  private static final byte WATCH = 6;
  private static final byte RENEW = 7;

  private OperationCodec() {}

  /** Writes the operations of a step. */
  public static void write(DataOutput out, List<Operation> operations) throws IOException {
    out.writeInt(operations.size());
    for (Operation operation : operations) {
      write(out, operation);
    }
  }

  /** Reads the operations of a step. */
  public static List<Operation> read(DataInput in) throws IOException {
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
    } else if (operation instanceof Leave leave) {
      out.writeByte(LEAVE);
      EventCodec.write(out, leave.nameKey());
      EventCodec.write(out, leave.connection());
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
              EventCodec.readText(in));
      case LEAVE -> new Leave(EventCodec.readText(in), EventCodec.readKey(in));
      case AWAY -> new Away(EventCodec.readText(in), EventCodec.readKey(in));
      case STOP -> new Stop(EventCodec.readText(in));
      case WATCH -> new Watch(EventCodec.readText(in), in.readBoolean());
      case RENEW -> new Renew(EventCodec.readText(in), EventCodec.readText(in));
      default -> throw new IOException("operation of type " + type + " is not known here");
    };
  }
}
