package dev.starling.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineFramerTest {
  private static final int LIMIT = 8;

  private final List<String> lines = new ArrayList<>();
  private final LineFramer framer =
      new LineFramer(
          LIMIT,
          new LineFramer.Lines() {
            @Override
            public void line(Buffer line) {
              lines.add(line.toString());
            }

            @Override
            public void tooLong() {
              lines.add("TOO LONG");
            }
          });

  @Test
  void lines_keep_their_ends() {
    feed("a\nb\r\n\n");
    assertThat(lines).containsExactly("a\n", "b\r\n", "\n");
  }

  @Test
  void a_line_may_come_in_pieces() {
    feed("he", "ll", "o\nx");
    assertThat(lines).containsExactly("hello\n");
    assertThat(framer.remainder()).isEqualTo(Buffer.buffer("x"));
  }

  @Test
  void what_remains_is_given_out_once() {
    feed("rest");
    assertThat(framer.remainder()).isEqualTo(Buffer.buffer("rest"));
    assertThat(framer.remainder()).isNull();
  }

  @Test
  void a_line_of_exactly_the_limit_is_no_longer_than_it_with_either_end() {
    feed("12345678\n", "12345678\r\n", "12345678", "\r", "\n");
    assertThat(lines).containsExactly("12345678\n", "12345678\r\n", "12345678\r\n");
  }

  @Test
  void a_longer_line_is_told_once_and_skipped_to_its_end() {
    feed("123456789\nok\n", "1234", "56789", "0123456789", "0\nok\n");
    assertThat(lines).containsExactly("TOO LONG", "ok\n", "TOO LONG", "ok\n");
  }

  @Test
  void a_longer_line_is_told_before_its_end_has_come() {
    feed("123456789");
    assertThat(lines).containsExactly("TOO LONG");
    assertThat(framer.remainder()).isNull();
  }

  @Test
  void a_return_inside_a_line_is_part_of_it() {
    feed("1234567\r8\n");
    assertThat(lines).containsExactly("TOO LONG");
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void how_the_bytes_are_cut_up_makes_no_difference(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      text.append("ab\n\r\ncdefgh".charAt(random.nextInt(11)));
    }
    feed(text.toString());
    Buffer wholeRest = framer.remainder();
    List<String> whole = List.copyOf(lines);
    // Ends what may be left over of a line that was too long.
    feed("\n");
    lines.clear();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(6));
      feed(text.substring(from, to));
      from = to;
    }
    assertThat(lines).isEqualTo(whole);
    assertThat(framer.remainder()).isEqualTo(wholeRest);
  }

  private void feed(String... pieces) {
    for (String piece : pieces) {
      framer.feed(Buffer.buffer(piece));
    }
  }
}
