package dev.starling.net.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFramesTest {
  private static final int MOST = 1 << 20;

  private final EmbeddedChannel client =
      new EmbeddedChannel(
          new WebSocket13FrameDecoder(
              WebSocketDecoderConfig.newBuilder()
                  .expectMaskedFrames(false)
                  .maxFramePayloadLength(MOST)
                  .build()));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000})
  void a_message_of_any_length_is_one_final_text_frame(int length) {
    String message = "x".repeat(length);
    receive(TextFrames.of(Buffer.buffer(message)));
    TextWebSocketFrame frame = client.readInbound();
    assertThat(frame.isFinalFragment()).isTrue();
    assertThat(frame.rsv()).isZero();
    assertThat(frame.text()).isEqualTo(message);
    assertThat(client.<Object>readInbound()).isNull();
  }

  @Test
  void messages_after_one_another_stay_apart() {
    Buffer frames = TextFrames.of(Buffer.buffer("one"));
    receive(TextFrames.append(frames, Buffer.buffer("zwölf")));
    assertThat(client.<TextWebSocketFrame>readInbound().text()).isEqualTo("one");
    assertThat(client.<TextWebSocketFrame>readInbound().text()).isEqualTo("zwölf");
  }

  private void receive(Buffer frames) {
    client.writeInbound(((BufferInternal) frames).getByteBuf());
  }
}
