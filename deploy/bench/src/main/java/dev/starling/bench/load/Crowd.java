package dev.starling.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many WebSocket clients of one counter, connecting as fast as they can.
 *
 * <p>At most {@value #HANDSHAKES} handshakes are under way at once and each one that completes
 * starts the next, so that what is measured is the server and not lost SYN packets, which the
 * system repeats only after a second.
 */
public final class Crowd implements AutoCloseable {
  private static final int HANDSHAKES = 512;

  private final int size;
  private final int total;
  private final Bootstrap clients;
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger showingAll = new AtomicInteger();
  private final LongAdder frames = new LongAdder();
  private final CompletableFuture<Long> complete = new CompletableFuture<>();
  private volatile long lastSeen = CountClient.NOTHING;
  private volatile boolean leaving;

  /** A crowd of this size for the counter on this port; nobody connects yet. */
  public Crowd(Loops loops, int port, int size, Dialect dialect) {
    this(loops, port, size, size, dialect);
  }

  /**
   * A part of a crowd; nobody connects yet.
   *
   * @param total in all parts together, which is what everyone is to show
   */
  public Crowd(Loops loops, int port, int size, int total, Dialect dialect) {
    this.size = size;
    this.total = total;
    Members members = new Members();
    this.clients = loops.clients(port, () -> new CountClient(dialect, members));
  }

  /**
   * Connects everyone and waits until everyone shows the full number.
   *
   * @return from the first connect to the moment the last client shows it
   * @throws IOException when a client is turned away or lost, or the limit passes
   */
  public Duration gather(Duration limit) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    for (int i = 0; i < HANDSHAKES; i++) {
      connectNext();
    }
    try {
      return Duration.ofNanos(complete.get(limit.toMillis(), TimeUnit.MILLISECONDS) - begin);
    } catch (TimeoutException e) {
      throw new IOException(
          "after %d s, %d of %d clients are connected and %d show that number; one shows %d"
              .formatted(limit.toSeconds(), opened.get(), size, showingAll.get(), lastSeen));
    } catch (ExecutionException e) {
      throw new IOException("a client was lost", e.getCause());
    }
  }

  /** Text frames received so far, by all together. */
  public long frames() {
    return frames.sum();
  }

  /** Whether, at this moment, everyone shows the full number. */
  public boolean showsAll() {
    return showingAll.get() == size;
  }

  /** Everyone says goodbye and leaves. */
  @Override
  public void close() {
    leaving = true;
    channels.writeAndFlush(CountClient.goodbye());
    channels.newCloseFuture().awaitUninterruptibly(Loops.CLOSE_LIMIT_MILLIS);
    channels.close().awaitUninterruptibly(Loops.CLOSE_LIMIT_MILLIS);
  }

  private void connectNext() {
    if (leaving || started.getAndIncrement() >= size) {
      return;
    }
    ChannelFuture connecting = clients.connect();
    Channel channel = connecting.channel();
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            channels.add(channel);
          } else {
            complete.completeExceptionally(done.cause());
          }
        });
  }

  private final class Members implements CountClient.Listener {
    @Override
    public void opened() {
      opened.incrementAndGet();
      connectNext();
    }

    @Override
    public void shows(long previous, long number) {
      frames.increment();
      lastSeen = number;
      if (number == total && previous != total) {
        if (showingAll.incrementAndGet() == size) {
          complete.complete(System.nanoTime());
        }
      } else if (number != total && previous == total) {
        showingAll.decrementAndGet();
      }
    }

    @Override
    public void closed(Throwable cause) {
      if (!leaving) {
        complete.completeExceptionally(new IOException("the server closed a connection", cause));
      }
    }
  }
}
