package dev.starling.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBoundaryTest {
  private final FrameBoundary boundary = new FrameBoundary();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 70_000})
  void a_frame_ends_where_its_length_says_in_whatever_pieces_it_comes(int length) {
    for (boolean masked : new boolean[] {false, true}) {
      Buffer frame = frame(length, masked);
      assertThat(boundary.pass(frame)).isEqualTo(frame.length());
      for (int at = 0; at < frame.length(); at++) {
        assertThat(boundary.isReached()).isEqualTo(at == 0);
        boundary.pass(frame.slice(at, at + 1));
      }
      assertThat(boundary.isReached()).isTrue();
    }
  }

  @Test
  void the_last_end_among_several_is_found() {
    Buffer bytes = frame(3, false).appendBuffer(frame(200, false)).appendBuffer(frame(9, false));
    int whole = bytes.length() - frame(9, false).length();
    assertThat(boundary.pass(bytes.slice(0, whole + 4))).isEqualTo(whole);
    assertThat(boundary.isReached()).isFalse();
    assertThat(boundary.pass(bytes.slice(whole + 4, whole + 6))).isZero();
    assertThat(boundary.pass(bytes.slice(whole + 6, bytes.length()))).isEqualTo(5);
  }

  private static Buffer frame(int length, boolean masked) {
    int mask = masked ? 0x80 : 0;
    Buffer frame = Buffer.buffer().appendByte((byte) 0x81);
    if (length < 126) {
      frame.appendByte((byte) (mask | length));
    } else if (length < 65_536) {
      frame.appendByte((byte) (mask | 126)).appendUnsignedShort(length);
    } else {
      frame.appendByte((byte) (mask | 127)).appendLong(length);
    }
    return frame.appendBytes(new byte[(masked ? 4 : 0) + length]);
  }
}
