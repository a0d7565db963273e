package dev.starling.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineMemberTest {
  private final List<String> events = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new LineMember("ada", true, new Log()));

  @Test
  void lines_are_told_apart_however_they_are_cut() {
    ByteBuf connect = channel.readOutbound();
    assertThat(connect.toString(US_ASCII)).isEqualTo("CONNECT ada\n");
    String lines =
        "Welcome! 1 user(s) are online!\nada connected!\nada: %s\nERROR too fast; not delivered\n"
            .formatted(ChatJson.textWith(77, 20));
    for (byte one : lines.getBytes(US_ASCII)) {
      channel.writeInbound(Unpooled.copiedBuffer(new byte[] {one}));
    }
    assertThat(events)
        .containsExactly("opened", "joined", "said 77", "ERROR too fast; not delivered");
  }

  private final class Log implements ChatListener {
    @Override
    public void opened() {
      events.add("opened");
    }

    @Override
    public void joined() {
      events.add("joined");
    }

    @Override
    public void message(ByteBuf message) {
      events.add("said " + LineMember.numberIn(message));
    }

    @Override
    public void unexpected(String what) {
      events.add(what);
    }

    @Override
    public void closed(Throwable cause) {}
  }
}
