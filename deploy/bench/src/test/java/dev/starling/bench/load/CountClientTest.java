package dev.starling.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountClientTest {
  private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nX: y\r\n\r\n";

  private final List<String> events = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new CountClient(Dialect.PLAIN, new Log()));

  @Test
  void it_shows_numbers_however_the_bytes_are_cut() {
    byte[] bytes = (SWITCHING + "\u0081\u00019\u0081\u000212").getBytes(ISO_8859_1);
    for (byte one : bytes) {
      channel.writeInbound(Unpooled.copiedBuffer(new byte[] {one}));
    }
    assertThat(events).containsExactly("opened", "-1 to 9", "9 to 12");
  }

  @Test
  void it_answers_a_ping_with_a_masked_pong() {
    channel.readOutbound();
    receive(SWITCHING + "\u0089\u0002hi");
    ByteBuf pong = channel.readOutbound();
    assertThat(ByteBufUtil.hexDump(pong)).isEqualTo("8a8200000000" + "6869");
  }

  @Test
  void it_reports_why_it_was_turned_away() {
    receive("HTTP/1.1 503 Service Unavailable\r\n\r\n");
    assertThat(events).singleElement().asString().contains("closed", "503 Service Unavailable");
  }

  private void receive(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
  }

  private final class Log implements CountClient.Listener {
    @Override
    public void opened() {
      events.add("opened");
    }

    @Override
    public void shows(long previous, long number) {
      events.add(previous + " to " + number);
    }

    @Override
    public void closed(Throwable cause) {
      events.add("closed " + cause);
    }
  }
}
