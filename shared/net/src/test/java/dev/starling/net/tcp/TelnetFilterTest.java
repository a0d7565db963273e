package dev.starling.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes are written in hexadecimal; FF is IAC. */
class TelnetFilterTest {
  private static final String HELLO = "68656C6C6F";

  private final Buffer data = Buffer.buffer();
  private final Buffer replies = Buffer.buffer();
  private int endless;
  private final TelnetFilter filter =
      new TelnetFilter(
          new TelnetFilter.Listener() {
            @Override
            public void data(Buffer bytes) {
              data.appendBuffer(bytes);
            }

            @Override
            public void reply(Buffer refusals) {
              replies.appendBuffer(refusals);
            }

            @Override
            public void endless() {
              endless++;
            }
          });

  @Test
  void what_has_no_commands_is_handed_on_as_it_is() {
    Buffer plain = Buffer.buffer("grüß dich, 😀\r\n\ttab\r");
    filter.feed(plain);
    filter.feed(Buffer.buffer("\n"));
    assertThat(data).isEqualTo(plain.copy().appendString("\n"));
    assertThat(replies.length()).isZero();
  }

  @Test
  void offers_and_requests_are_dropped_and_refused() {
    // WILL NAWS, DO ECHO
    feed("FFFB1F" + HELLO + "FFFD01");
    assertData(HELLO);
    // DONT NAWS, WONT ECHO
    assertReplies("FFFE1FFFFC01");
  }

  @Test
  void a_refusal_of_the_client_is_not_answered_so_that_two_cannot_refuse_for_ever() {
    feed("FFFC01FFFE1F" + HELLO);
    assertData(HELLO);
    assertReplies("");
  }

  @Test
  void an_interrupt_does_no_harm_and_its_timing_mark_is_answered() {
    // IP, DO TIMING-MARK
    feed("FFF4FFFD06" + HELLO);
    assertData(HELLO);
    assertReplies("FFFC06");
  }

  @Test
  void commands_are_recognised_wherever_packets_end() {
    String stream = "FFFB1F68FFFA1F0050FFFF0018FFF065FFF16CFFFF6CFFFD066F0D000D0A";
    for (int i = 0; i < stream.length(); i += 2) {
      feed(stream.substring(i, i + 2));
    }
    assertData("68656CFF6C6F0D0A0D0A");
    assertReplies("FFFE1FFFFC06");
  }

  @Test
  void an_escaped_255_is_data() {
    feed("61FFFF62");
    assertData("61FF62");
  }

  @Test
  void parameters_are_dropped_also_where_they_have_a_255() {
    // SB TTYPE IS "xterm" IAC IAC SE (the 255 is data, SE an ordinary byte) IAC SE
    feed("61FFFA1800787465726DFFFFF0FFF062");
    assertData("6162");
  }

  @Test
  void carriage_return_and_nul_end_a_line_and_any_other_nul_is_dropped() {
    feed("680D0069006A0000");
    assertData("680D0A696A");
    feed("0D0000" + HELLO + "000D0A00");
    assertData("680D0A696A0D0A" + HELLO + "0D0A");
  }

  @Test
  void of_carriage_returns_in_a_row_one_is_left_wherever_packets_end() {
    String stream = "680D0D0A690D0D0D006A0D0D6B0DFFF10D0A";
    for (int i = 0; i < stream.length(); i += 2) {
      feed(stream.substring(i, i + 2));
    }
    feed(stream);
    assertData("680D0A690D0A6A0D6B0D0A".repeat(2));
  }

  @Test
  void a_command_whose_urgent_byte_went_another_way_takes_no_data_with_it() {
    feed("FF" + HELLO);
    assertData(HELLO);
  }

  @Test
  void parameters_without_an_end_are_given_up() {
    feed("FFFA");
    for (int i = 0; i < TelnetFilter.MOST_PARAMETERS; i++) {
      feed("41");
    }
    assertThat(endless).isZero();
    feed("41");
    feed("41FFF0" + HELLO);
    assertThat(endless).isOne();
    assertData("");
  }

  private void feed(String hex) {
    filter.feed(Buffer.buffer(HexFormat.of().parseHex(hex)));
  }

  private void assertData(String hex) {
    assertThat(HexFormat.of().withUpperCase().formatHex(data.getBytes())).isEqualTo(hex);
  }

  private void assertReplies(String hex) {
    assertThat(HexFormat.of().withUpperCase().formatHex(replies.getBytes())).isEqualTo(hex);
  }
}
