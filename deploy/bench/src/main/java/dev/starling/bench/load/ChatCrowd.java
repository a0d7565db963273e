package dev.starling.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Many users of one chat, spread over its instances, of whom the first few write and all read.
 *
 * <p>They come in waves: everyone is told of everyone who comes, so that the next wave waits until
 * the one before is known to all.
 */
public final class ChatCrowd implements AutoCloseable {
  /** Messages as many as the server takes. */
  public static final long UNPACED = Long.MAX_VALUE;

  private static final int WAVE = 250;
  private static final int WRITERS = 4;
  private static final int TEXT_BYTES = 200;
  private static final int SHORT_TEXT = 16;
  private static final int MESSAGES_UNDER_WAY = 20;

  /** Of so many clients one looks at what it reads; the others only count. */
  private static final int TIMED = 20;

  private static final int DIGITS = 3;
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final ChatServer server;
  private final List<Bootstrap> clients;
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final List<Channel> writers = new ArrayList<>();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final LongAdder joins = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final Recorder latencies = new Recorder(TimeUnit.SECONDS.toNanos(60), DIGITS);
  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private volatile boolean leaving;
  private int size;
  private long written;
  private long expected;

  /**
   * Nobody connects yet.
   *
   * @param ports of the instances
   */
  public ChatCrowd(Loops loops, List<Integer> ports, ChatServer server) {
    this.server = server;
    this.clients = ports.stream().map(port -> loops.clients(port, this::newMember)).toList();
  }

  /**
   * Connects more, until there are so many, and waits until all is quiet again.
   *
   * @throws IOException when one is turned away or lost, or the next few take longer than the limit
   */
  public void growTo(int goal, Duration limit) throws IOException {
    while (size < goal) {
      int wave = Math.min(WAVE, goal - size);
      for (int i = 0; i < wave; i++) {
        connect(size + i);
      }
      size += wave;
      await("%d clients".formatted(size), limit, this::everyoneIsKnown);
    }
  }

  /** Sends so many short messages, at no particular pace. */
  public void fill(int count, Duration limit) throws IOException {
    long goal = written + count;
    while (written < goal) {
      await("some messages", limit, () -> underWay() < MESSAGES_UNDER_WAY);
      send(System.nanoTime(), SHORT_TEXT);
    }
    await("every message", limit, this::everyoneHasAll);
  }

  /**
   * What came of a flow of messages.
   *
   * @param deliveries messages received, by all together
   * @param seconds from the first message sent to the last one received
   * @param latencies from the moment a message was due to be sent, in nanoseconds
   */
  public record Flow(long deliveries, double seconds, Histogram latencies) {}

  /**
   * Sends for some time, and waits until everyone has everything.
   *
   * @param perSecond how many messages; {@link #UNPACED} keeps a fixed number under way
   */
  public Flow pour(Duration time, long perSecond, Duration limit) throws IOException {
    return pour(time, perSecond, MESSAGES_UNDER_WAY, limit);
  }

  /**
   * The same with another limit.
   *
   * @param mostUnderWay messages that not everyone has; as many more as are due wait for these
   */
  public Flow pour(Duration time, long perSecond, int mostUnderWay, Duration limit)
      throws IOException {
    latencies.reset();
    long before = messages.sum();
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    long sent = 0;
    long now = begin;
    while (now < end) {
      long due = perSecond == UNPACED ? UNPACED : 1 + (long) ((now - begin) / 1e9 * perSecond);
      while (sent < due && underWay() < mostUnderWay) {
        long at =
            perSecond == UNPACED ? System.nanoTime() : begin + (long) (sent * 1e9 / perSecond);
        send(at, TEXT_BYTES);
        sent++;
      }
      LockSupport.parkNanos(POLL_NANOS);
      requireWhole();
      now = System.nanoTime();
    }
    await("every message", limit, this::everyoneHasAll);
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Flow(messages.sum() - before, seconds, latencies.getIntervalHistogram());
  }

  /** Everyone is gone at once, without a goodbye. */
  @Override
  public void close() {
    leaving = true;
    channels.close().awaitUninterruptibly(Loops.CLOSE_LIMIT_MILLIS);
  }

  private ChannelHandler newMember() {
    int number = made.getAndIncrement();
    return server.member(name(number), new Member(number % TIMED == 0));
  }

  private void connect(int number) {
    Channel channel = clients.get(number % clients.size()).connect().channel();
    channels.add(channel);
    if (writers.size() < WRITERS) {
      writers.add(channel);
    }
  }

  private void send(long at, int length) {
    int writer = (int) (written++ % writers.size());
    expected += size;
    String text = ChatJson.textWith(at, length);
    Channel channel = writers.get(writer);
    channel.writeAndFlush(server.message(name(writer), text));
  }

  private long underWay() {
    return (expected - messages.sum()) / size;
  }

  private boolean everyoneHasAll() {
    return messages.sum() == expected;
  }

  private boolean everyoneIsKnown() {
    return opened.get() == size && joins.sum() == server.joins(size);
  }

  private void await(String what, Duration limit, BooleanSupplier condition) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      requireWhole();
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "waited for %s; of %d, %d are open, with %d joins and %d of %d messages"
                .formatted(what, size, opened.get(), joins.sum(), messages.sum(), expected));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void requireWhole() throws IOException {
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private void fail(String what, Throwable cause) {
    failure.compareAndSet(null, new IOException(what, cause));
  }

  private static String name(int number) {
    return "user" + number;
  }

  private final class Member implements ChatListener {
    private final boolean takesTime;

    Member(boolean takesTime) {
      this.takesTime = takesTime;
    }

    @Override
    public void opened() {
      opened.incrementAndGet();
    }

    @Override
    public void joined() {
      joins.increment();
    }

    @Override
    public void message(ByteBuf message) {
      if (takesTime) {
        latencies.recordValue(Math.max(0, System.nanoTime() - server.numberIn(message)));
      }
      messages.increment();
    }

    @Override
    public void unexpected(String what) {
      fail("unexpected: " + what, null);
    }

    @Override
    public void closed(Throwable cause) {
      if (!leaving) {
        fail("the server closed a connection", cause);
      }
    }
  }
}
