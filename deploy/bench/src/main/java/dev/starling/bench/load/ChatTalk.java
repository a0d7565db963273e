package dev.starling.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A few users who write as much as a chat accepts: each has a fixed number of messages under way
 * that are not acknowledged yet, and reads what all of them write.
 */
public final class ChatTalk implements AutoCloseable {
  private static final int TEXT_BYTES = 100;
  private static final int DIGITS = 3;
  private static final long PACE_MILLIS = 1;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private final int window;
  private final long perSecond;
  private final CountDownLatch welcomes;
  private final List<Channel> channels = new ArrayList<>();
  private final LongAdder accepted = new LongAdder();
  private final Recorder latencies = new Recorder(TimeUnit.SECONDS.toNanos(60), DIGITS);
  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private volatile boolean leaving;

  /**
   * Starts to talk.
   *
   * @param ports a user connects to each
   * @param window messages of one user that are under way at most
   * @param perSecond messages of one user; {@link ChatCrowd#UNPACED} for as many as the window lets
   */
  public ChatTalk(Loops loops, List<Integer> ports, String names, int window, long perSecond)
      throws IOException, InterruptedException {
    this.window = window;
    this.perSecond = perSecond;
    this.welcomes = new CountDownLatch(ports.size());
    for (int port : ports) {
      String username = names + channels.size();
      Bootstrap client = loops.clients(port, () -> new Talker(username));
      channels.add(client.connect().syncUninterruptibly().channel());
    }
    if (!welcomes.await(CONNECT_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("not welcomed: " + failure.get());
    }
  }

  /** Messages acknowledged so far. */
  public long accepted() {
    return accepted.sum();
  }

  /** From when a message was due to its acknowledgement, since the last call, in nanoseconds. */
  public Histogram latencies() {
    return latencies.getIntervalHistogram();
  }

  /** Throws what went wrong, if something did. */
  public void requireWhole() throws IOException {
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  @Override
  public void close() {
    leaving = true;
    for (Channel channel : channels) {
      channel.writeAndFlush(WebSocketClient.goodbye());
      channel.closeFuture().awaitUninterruptibly(Loops.CLOSE_LIMIT_MILLIS);
      channel.close().awaitUninterruptibly(Loops.CLOSE_LIMIT_MILLIS);
    }
  }

  private void fail(String what, Throwable cause) {
    failure.compareAndSet(null, new IOException(what, cause));
  }

  private final class Talker extends WebSocketClient {
    private final String username;
    private final long[] sentAt = new long[window];
    private long sent;
    private long acknowledged;
    private long begin;
    private boolean welcome;
    private Future<?> pace;

    Talker(String username) {
      super(ChatServer.PATH, Dialect.PLAIN);
      this.username = username;
    }

    @Override
    void opened(ChannelHandlerContext ctx) {
      ctx.writeAndFlush(text(ChatJson.connect(username)));
    }

    @Override
    void received(ChannelHandlerContext ctx, ByteBuf text) {
      switch (ChatJson.kind(text)) {
        case ChatJson.ACK -> acknowledged(ChatJson.ackedId(text));
        case ChatJson.WELCOME -> begin(ctx);
        case ChatJson.ERROR -> fail("refused: " + text.toString(StandardCharsets.UTF_8), null);
        default -> {}
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
      super.channelReadComplete(ctx);
      if (welcome && perSecond == ChatCrowd.UNPACED) {
        send(ctx, Long.MAX_VALUE);
      }
    }

    @Override
    void closed(Throwable cause) {
      if (pace != null) {
        pace.cancel(false);
      }
      if (!leaving) {
        fail("the server closed a connection", cause);
      }
    }

    private void begin(ChannelHandlerContext ctx) {
      welcome = true;
      begin = System.nanoTime();
      welcomes.countDown();
      if (perSecond != ChatCrowd.UNPACED) {
        pace =
            ctx.executor()
                .scheduleAtFixedRate(
                    () -> send(ctx, (long) ((System.nanoTime() - begin) / 1e9 * perSecond)),
                    PACE_MILLIS,
                    PACE_MILLIS,
                    TimeUnit.MILLISECONDS);
      }
    }

    private void send(ChannelHandlerContext ctx, long due) {
      if (leaving) {
        return;
      }
      boolean any = false;
      while (sent < due && sent - acknowledged < window) {
        sentAt[(int) (sent % window)] =
            perSecond == ChatCrowd.UNPACED
                ? System.nanoTime()
                : begin + (long) (sent * 1e9 / perSecond);
        ctx.write(text(ChatJson.message(sent, ChatJson.textWith(sent, TEXT_BYTES))));
        sent++;
        any = true;
      }
      if (any) {
        ctx.flush();
      }
    }

    private void acknowledged(long id) {
      if (id != acknowledged) {
        fail("acknowledged %d instead of %d".formatted(id, acknowledged), null);
      }
      latencies.recordValue(Math.max(0, System.nanoTime() - sentAt[(int) (id % window)]));
      acknowledged++;
      accepted.increment();
    }
  }
}
