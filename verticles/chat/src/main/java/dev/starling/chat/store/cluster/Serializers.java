package dev.starling.chat.store.cluster;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import dev.starling.chat.event.EventCodec;
import dev.starling.chat.event.Format;
import dev.starling.chat.event.Key;
import dev.starling.chat.store.OperationCodec;
import dev.starling.chat.store.Page;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.RoomStateCodec;
import dev.starling.chat.store.StepCodec;
import java.io.IOException;

/**
 * How the members of the chat's cluster write to each other: the {@link Format}, then the rest. The
 * numbers are for ever.
 */
final class Serializers {
  private Serializers() {}

  static void register(SerializationConfig config) {
    add(config, 1, Key.class, EventCodec::write, EventCodec::readKey);
    add(config, 2, RoomState.class, RoomStateCodec::write, RoomStateCodec::read);
    add(config, 3, StepProcessor.Answer.class, Serializers::writeAnswer, Serializers::readAnswer);
    add(config, 4, Page.class, StepCodec::writePage, StepCodec::readPage);
    add(config, 5, StepProcessor.class, Serializers::writeStep, Serializers::readStep);
    add(config, 6, CopyProcessor.class, Serializers::writeCopy, Serializers::readCopy);
    add(config, 7, ReadProcessor.class, Serializers::writeRead, Serializers::readRead);
    add(
        config,
        8,
        KnownMember.class,
        (out, question) -> EventCodec.write(out, question.instance),
        in -> new KnownMember(EventCodec.readText(in)));
  }

  private static void writeStep(ObjectDataOutput out, StepProcessor step) throws IOException {
    EventCodec.write(out, step.asker);
    EventCodec.write(out, step.fresh);
    StepCodec.write(out, step.confirmed);
    StepCodec.writeLimits(out, step.limits);
    OperationCodec.write(out, step.operations);
  }

  private static StepProcessor readStep(ObjectDataInput in) throws IOException {
    String asker = EventCodec.readText(in);
    String fresh = EventCodec.readText(in);
    var confirmed = StepCodec.readTerm(in);
    var limits = StepCodec.readLimits(in);
    return new StepProcessor(asker, OperationCodec.read(in), confirmed, limits, fresh);
  }

  private static void writeAnswer(ObjectDataOutput out, StepProcessor.Answer answer)
      throws IOException {
    StepCodec.writeApplied(out, answer.applied());
    StepCodec.write(out, answer.term());
    out.writeBoolean(answer.isSettled());
  }

  private static StepProcessor.Answer readAnswer(ObjectDataInput in) throws IOException {
    return new StepProcessor.Answer(
        StepCodec.readApplied(in), StepCodec.readTerm(in), in.readBoolean());
  }

  private static void writeCopy(ObjectDataOutput out, CopyProcessor copy) throws IOException {
    EventCodec.write(out, copy.asker);
    EventCodec.write(out, copy.fresh);
    out.writeLong(copy.digest);
    StepCodec.writeConditions(out, copy.conditions);
    OperationCodec.write(out, copy.operations);
  }

  private static CopyProcessor readCopy(ObjectDataInput in) throws IOException {
    String asker = EventCodec.readText(in);
    String fresh = EventCodec.readText(in);
    long digest = in.readLong();
    var conditions = StepCodec.readConditions(in);
    return new CopyProcessor(asker, OperationCodec.read(in), conditions, fresh, digest);
  }

  private static void writeRead(ObjectDataOutput out, ReadProcessor read) throws IOException {
    out.writeByte(read.question.ordinal());
    EventCodec.write(out, read.asker);
    out.writeLong(read.after);
    out.writeInt(read.limit);
  }

  private static ReadProcessor readRead(ObjectDataInput in) throws IOException {
    var question = ReadProcessor.Question.values()[in.readByte()];
    String asker = EventCodec.readText(in);
    return new ReadProcessor(question, asker, in.readLong(), in.readInt());
  }

  private interface Writer<T> {
    void write(ObjectDataOutput out, T value) throws IOException;
  }

  private interface Reader<T> {
    T read(ObjectDataInput in) throws IOException;
  }

  private static <T> void add(
      SerializationConfig config, int id, Class<T> type, Writer<T> writer, Reader<T> reader) {
    config.addSerializerConfig(
        new SerializerConfig()
            .setTypeClass(type)
            .setImplementation(
                new StreamSerializer<T>() {
                  @Override
                  public int getTypeId() {
                    return id;
                  }

                  @Override
                  public void write(ObjectDataOutput out, T value) throws IOException {
                    Format.write(out);
                    writer.write(out, value);
                  }

                  @Override
                  public T read(ObjectDataInput in) throws IOException {
                    Format.require(in, type.getSimpleName());
                    return reader.read(in);
                  }
                }));
  }
}
