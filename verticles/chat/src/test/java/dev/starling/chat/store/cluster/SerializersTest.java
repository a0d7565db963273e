package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.internal.serialization.impl.HeapData;
import dev.starling.chat.event.Format;
import dev.starling.chat.event.Key;
import dev.starling.chat.store.Applied;
import dev.starling.chat.store.Conditions;
import dev.starling.chat.store.Operation;
import dev.starling.chat.store.RoomState;
import dev.starling.chat.store.Term;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SerializersTest {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(10, 1 << 20, 300);
  private static final Conditions CONDITIONS =
      new Conditions(5, Optional.of(Set.of("a", "b")), new Term(3, 4), LIMITS);

  private final InternalSerializationService serialization = serialization();

  private static InternalSerializationService serialization() {
    SerializationConfig config = new SerializationConfig();
    Serializers.register(config);
    return new DefaultSerializationServiceBuilder().setConfig(config).build();
  }

  /** One of each type that members send each other, with an operation of each kind. */
  static Stream<Object> messages() {
    Key connection = Key.random();
    List<Operation> operations =
        List.of(
            new Operation.Join(
                new Operation.Applicant("ada", "ada", Key.random(), Key.random(), true),
                connection,
                "a"),
            new Operation.Say(Key.random(), "ada", connection, "hello", 3),
            new Operation.Watch("a", true),
            new Operation.Renew("e0", "e1"),
            new Operation.Away("ada", connection),
            new Operation.Stop("b"),
            new Operation.Leave("ada", connection));
    RoomState room = new RoomState("e");
    Applied applied = room.apply("a", operations, CONDITIONS);
    return Stream.of(
        connection,
        room,
        new StepProcessor.Answer(applied, room.term(), true),
        room.read(0, 10),
        new StepProcessor("a", operations, new Term(1, 2), LIMITS, "fresh"),
        new CopyProcessor("a", operations, CONDITIONS, "fresh", 7),
        new ReadProcessor(ReadProcessor.Question.CONNECTIONS, "a", 8, 9),
        new KnownMember("a"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void what_is_read_is_what_was_written(Object message) {
    Object read = serialization.toObject(serialization.toData(message));
    assertThat(read).usingRecursiveComparison().isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_of_an_unknown_format_is_refused(Object message) {
    byte[] bytes = serialization.toBytes(message);
    assertThat(bytes[HeapData.DATA_OFFSET]).isEqualTo(Format.VERSION);
    bytes[HeapData.DATA_OFFSET]++;
    assertThatThrownBy(() -> serialization.toObject(new HeapData(bytes)))
        .hasRootCauseMessage(
            message.getClass().getSimpleName()
                + ": format 2, and this instance reads 1: update this instance");
  }
}
