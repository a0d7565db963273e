package dev.starling.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatJsonTest {
  @Test
  void a_number_comes_back_in_the_event_that_carries_it() {
    ByteBuf event = bytes(ChatJson.event("user7", ChatJson.textWith(123_456_789_012L, 200)));
    assertThat(ChatJson.kind(event)).isEqualTo(ChatJson.MESSAGE);
    assertThat(ChatJson.numberIn(event)).isEqualTo(123_456_789_012L);
  }

  @Test
  void an_id_comes_back_in_its_acknowledgement() {
    ByteBuf ack = bytes("{\"type\":\"ack\",\"id\":\"00000000000003e8\",\"seq\":42}");
    assertThat(ChatJson.kind(ack)).isEqualTo(ChatJson.ACK);
    assertThat(ChatJson.ackedId(ack)).isEqualTo(1_000);
    assertThat(ChatJson.message(1_000, "x")).contains("\"id\":\"00000000000003e8\"");
  }

  @Test
  void a_frame_with_two_bytes_of_length_is_read_however_it_is_cut() {
    String event = ChatJson.event("user7", ChatJson.textWith(1, 200));
    ByteBuf frame = Unpooled.buffer().writeByte(0x81).writeByte(126).writeShort(event.length());
    frame.writeBytes(bytes(event));
    List<String> texts = new ArrayList<>();
    EmbeddedChannel channel = new EmbeddedChannel(new Reader(texts));
    channel.writeInbound(bytes("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
    while (frame.isReadable()) {
      channel.writeInbound(Unpooled.copiedBuffer(frame.readSlice(1)));
    }
    assertThat(texts).containsExactly(event);
  }

  private static ByteBuf bytes(String ascii) {
    return Unpooled.copiedBuffer(ascii, StandardCharsets.US_ASCII);
  }

  private static final class Reader extends WebSocketClient {
    private final List<String> texts;

    Reader(List<String> texts) {
      super("/", Dialect.PLAIN);
      this.texts = texts;
    }

    @Override
    void opened(ChannelHandlerContext ctx) {}

    @Override
    void received(ChannelHandlerContext ctx, ByteBuf text) {
      texts.add(text.toString(StandardCharsets.US_ASCII));
    }

    @Override
    void closed(Throwable cause) {}
  }
}
