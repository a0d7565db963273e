package dev.starling.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.core.bus.RecordCodec;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WireTest {
  @Test
  void products_arrive_as_they_were_sent() {
    arrives(Catalogue.ANSWER, new Catalogue.Answer(List.of()));
    arrives(
        Catalogue.ANSWER,
        new Catalogue.Answer(
            List.of(
                new Catalogue.Product(1, "", -1),
                new Catalogue.Product(Integer.MAX_VALUE, "Grüße, \"世界\" \uD83D\uDC26", 7),
                new Catalogue.Product(3, "plain", 2))));
  }

  @Test
  void levels_and_the_question_for_them_arrive_as_they_were_sent() {
    arrives(Inventory.ASK, new Inventory.Ask(List.of()));
    arrives(Inventory.ASK, new Inventory.Ask(List.of(1, Integer.MAX_VALUE, 3)));
    arrives(Inventory.ANSWER, new Inventory.Answer(List.of()));
    arrives(
        Inventory.ANSWER,
        new Inventory.Answer(
            List.of(new Inventory.Level(1, 0), new Inventory.Level(2, Integer.MAX_VALUE))));
  }

  @Test
  void more_products_than_an_answer_may_hold_are_not_read() {
    Catalogue.Answer tooMuch =
        new Catalogue.Answer(
            IntStream.rangeClosed(0, Catalogue.MOST)
                .mapToObj(id -> new Catalogue.Product(id, "x", 1))
                .toList());
    assertThatThrownBy(() -> arrived(Catalogue.ANSWER, tooMuch))
        .hasMessageContaining("1001 products");
  }

  private static <T> void arrives(RecordCodec<T> codec, T message) {
    assertThat(arrived(codec, message)).isEqualTo(message);
  }

  private static <T> T arrived(RecordCodec<T> codec, T message) {
    // As on the bus, where other things stand before and after it.
    Buffer wire = Buffer.buffer("before");
    codec.encodeToWire(wire, message);
    return codec.decodeFromWire("before".length(), wire.appendString("after"));
  }
}
