package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.Http2Connection;
import dev.starling.testing.TcpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of HTTP/2 that ask for nothing, as fast as the client can (RFC 9113, section 10.5). */
@Timeout(120)
class ControlFrameFloodTest {
  private static final int SMALL_BUFFER = 4_096;
  private static final int MANY = 1_000;

  /** More than fits into the kernel's buffers with 10,000 answers behind, which Netty keeps. */
  private static final long MOST_BYTES = 256 << 20;

  private final FrontRig rig = FrontRig.of(request -> request.response().end("served"));

  @AfterEach
  void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {Http2Connection.PING, Http2Connection.SETTINGS})
  void a_flood_whose_answers_are_not_read_ends_the_connection(int type) throws Exception {
    try (TcpClient flooding = new TcpClient(rig.port, SMALL_BUFFER)) {
      CompletableFuture<Long> ended = CompletableFuture.supplyAsync(() -> flood(flooding, type));
      assertServed();
      assertThat(ended.get(100, TimeUnit.SECONDS)).isLessThan(MOST_BYTES);
      assertServed();
    }
  }

  @Test
  void others_of_the_event_loop_are_served_during_a_flood_whose_answers_are_read()
      throws Exception {
    try (Http2Connection flooding = new Http2Connection(rig.port)) {
      byte[] pings = frames(Http2Connection.PING);
      for (int round = 0; round < 20; round++) {
        flooding.send(pings);
        assertServed();
        for (int answer = 0; answer < MANY; answer++) {
          flooding.await(Http2Connection.PING);
        }
      }
    }
  }

  /** Sends until the server ends the connection; returns how many bytes that took. */
  private static long flood(TcpClient client, int type) {
    byte[] frames = frames(type);
    long sent = 0;
    try {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      client.send(Http2Connection.frame(Http2Connection.SETTINGS, 0, 0));
      while (sent < MOST_BYTES) {
        client.send(frames);
        sent += frames.length;
      }
    } catch (IOException theEnd) {
      return sent;
    }
    return sent;
  }

  private static byte[] frames(int type) {
    byte[] payload = new byte[type == Http2Connection.PING ? 8 : 0];
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = 0; i < MANY; i++) {
      frames.writeBytes(Http2Connection.frame(type, 0, 0, payload));
    }
    return frames.toByteArray();
  }

  private void assertServed() throws IOException {
    assertThat(rig.talk("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }
}
