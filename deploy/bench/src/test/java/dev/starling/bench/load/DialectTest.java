package dev.starling.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialectTest {
  private final List<String> events = new ArrayList<>();

  @Test
  void socket_io_is_open_when_its_namespace_is_and_an_event_is_its_argument() {
    EmbeddedChannel channel = new EmbeddedChannel(new Client());
    String request = outbound(channel);
    assertThat(request).startsWith("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n");

    receive(channel, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
    receive(channel, frame("0{\"sid\":\"a\",\"pingInterval\":25000}"));
    assertThat(events).isEmpty();
    assertThat(outbound(channel)).endsWith("40");
    receive(channel, frame("40{\"sid\":\"b\"}"));
    receive(channel, frame(Dialect.SOCKET_IO.event("count", "12")));
    receive(channel, frame(Dialect.SOCKET_IO.event("message", "{\"a\":1,\"b\":2}")));

    assertThat(events).containsExactly("opened", "12", "{\"a\":1,\"b\":2}");
  }

  @Test
  void socket_io_pings_are_answered() {
    EmbeddedChannel channel = new EmbeddedChannel(new Client());
    outbound(channel);
    receive(channel, "HTTP/1.1 101 Switching Protocols\r\n\r\n" + frame("2"));
    assertThat(outbound(channel)).endsWith("3");
  }

  private static String frame(String text) {
    return "\u0081" + (char) text.length() + text;
  }

  private static void receive(EmbeddedChannel channel, String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
  }

  private static String outbound(EmbeddedChannel channel) {
    ByteBuf bytes = channel.readOutbound();
    return bytes.toString(US_ASCII);
  }

  private final class Client extends WebSocketClient {
    Client() {
      super("/counter", Dialect.SOCKET_IO);
    }

    @Override
    void opened(ChannelHandlerContext ctx) {
      events.add("opened");
    }

    @Override
    void received(ChannelHandlerContext ctx, ByteBuf text) {
      events.add(text.toString(US_ASCII));
    }

    @Override
    void closed(Throwable cause) {}
  }
}
