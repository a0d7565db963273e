package dev.starling.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Silent users of one chat, spread over its instances. A user whose instance is lost resumes its
 * session at another one within a second.
 */
public final class ChatReturners implements AutoCloseable {
  private static final int WAVE = 250;
  private static final int SPREAD_MILLIS = 1_000;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final List<Bootstrap> instances;
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger welcome = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger back = new AtomicInteger();
  private final LongAdder presence = new LongAdder();
  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private volatile boolean leaving;

  /**
   * Nobody connects yet.
   *
   * @param ports of the instances; the last is the one that will be lost
   */
  public ChatReturners(Loops loops, List<Integer> ports) {
    this.instances = ports.stream().map(port -> loops.clients(port, User::new)).toList();
  }

  /** Connects so many users and waits until each has read of all the others. */
  public void gather(int size, Duration limit) throws IOException {
    for (int number = 0; number < size; number++) {
      channels.add(instances.get(number % instances.size()).connect().channel());
      if ((number + 1) % WAVE == 0 || number + 1 == size) {
        long all = number + 1L;
        await(limit, () -> welcome.get() == all && presence.sum() == all * (all + 1) / 2);
      }
    }
    presence.reset();
  }

  /** Waits until so many have lost their instance and resumed elsewhere. */
  public void awaitReturn(int size, Duration limit) throws IOException {
    await(limit, () -> lost.get() == size && back.get() == size);
  }

  /** Joined and left events received by all users since they were gathered. */
  public long presence() {
    return presence.sum();
  }

  /** All leave at once. */
  @Override
  public void close() {
    leaving = true;
    channels.close().awaitUninterruptibly(Loops.CLOSE_LIMIT_MILLIS);
  }

  private void await(Duration limit, BooleanSupplier condition) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (failure.get() != null) {
        throw failure.get();
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "%d welcome, %d joined and left, %d lost, %d back"
                .formatted(welcome.get(), presence.sum(), lost.get(), back.get()));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** One connection of a user. */
  private final class User extends WebSocketClient {
    private final String username;
    private final User before;
    private String greeting;
    private ByteBuf last;

    User() {
      this("user" + made.getAndIncrement(), null);
    }

    private User(String username, User before) {
      super(ChatServer.PATH, Dialect.PLAIN);
      this.username = username;
      this.before = before;
    }

    @Override
    void opened(ChannelHandlerContext ctx) {
      ctx.writeAndFlush(
          text(
              before == null
                  ? ChatJson.connect(username)
                  : ChatJson.resume(username, before.greeting, before.position())));
    }

    @Override
    void received(ChannelHandlerContext ctx, ByteBuf text) {
      switch (ChatJson.kind(text)) {
        case ChatJson.WELCOME -> {
          greeting = text.toString(StandardCharsets.US_ASCII);
          (before == null ? welcome : back).incrementAndGet();
        }
        case ChatJson.JOINED, ChatJson.LEFT -> {
          keep(text);
          presence.increment();
        }
        case ChatJson.ERROR -> {
          // An instance that has yet to notice the loss may refuse; closed() tries again.
        }
        default -> fail("unexpected: " + text.toString(StandardCharsets.US_ASCII), null);
      }
    }

    @Override
    void closed(Throwable cause) {
      if (leaving) {
        return;
      }
      if (greeting != null && before == null) {
        lost.incrementAndGet();
      } else if (greeting != null) {
        fail("lost again", cause);
      }
      User known = greeting != null ? this : before;
      if (known == null) {
        fail("refused", cause);
        return;
      }
      ThreadLocalRandom random = ThreadLocalRandom.current();
      Bootstrap elsewhere = instances.get(random.nextInt(instances.size() - 1));
      elsewhere
          .config()
          .group()
          .schedule(
              () ->
                  channels.add(
                      elsewhere.clone().handler(new User(username, known)).connect().channel()),
              random.nextInt(SPREAD_MILLIS),
              TimeUnit.MILLISECONDS);
    }

    private void keep(ByteBuf event) {
      if (last == null) {
        last = Unpooled.buffer(event.readableBytes());
      }
      last.clear().writeBytes(event, event.readerIndex(), event.readableBytes());
    }

    /** The last event, or the greeting when there was none since. */
    private String position() {
      return last == null ? greeting : last.toString(StandardCharsets.US_ASCII);
    }
  }

  private void fail(String what, Throwable cause) {
    failure.compareAndSet(null, new IOException(what, cause));
  }
}
