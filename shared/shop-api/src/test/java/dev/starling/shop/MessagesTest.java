package dev.starling.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.bus.RecordCodec;
import dev.starling.shop.Promotions.Promotion;
import dev.starling.shop.Recommendations.Recommendation;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages that are carried as JSON are the same on the other side of the wire. */
class MessagesTest {
  private static final String INSTANT = "2020-01-01T00:00:00Z";

  static List<Record> messages() {
    return List.of(
        new Catalogue.Ask(List.of(1, 2), 3),
        new Promotions.Ask(),
        new Promotions.Answer(List.of(new Promotion(1, "Ää \"x\"", 2, 3, INSTANT, INSTANT))),
        new Recommendations.Ask(Long.MAX_VALUE),
        new Recommendations.Answer(List.of(new Recommendation(1, 2))),
        new UserProducts.Ask(Long.MAX_VALUE),
        new UserProducts.Answer(List.of()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_is_read_as_it_was_written(Record message) {
    assertThat(across(message, message.getClass())).isEqualTo(message);
  }

  private static <T extends Record> Record across(Record message, Class<T> type) {
    RecordCodec<T> codec = RecordCodec.json("test", type);
    Buffer wire = Buffer.buffer("before");
    int start = wire.length();
    codec.encodeToWire(wire, type.cast(message));
    return codec.decodeFromWire(start, wire);
  }
}
