package dev.starling.net.tcp;

import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.net.ClientConnection;
import dev.starling.net.Outbox;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP client: back-pressure, a bounded outbox, half-close, and an end that loses nothing.
 *
 * <p>While the client does not take what it asked for, it is not read from. A handler that throws
 * costs this connection only. Belongs to the socket's event loop.
 */
public final class TcpConnection implements ClientConnection {
  private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

  /** How long a client that was refused may take to read why. */
  private static final long LINGER_MILLIS = 1_000;

  /**
   * A connection that neither sent nor owes anything for this long is at rest, and may be drained.
   */
  private static final long REST_MILLIS = 50;

  /**
   * Bytes on the way to the kernel; with less, a fast stream is stopped and started all the time.
   */
  private static final int WRITE_QUEUE = 256 * 1024;

  private final Vertx vertx;
  private final NetSocket socket;
  private final ConnectionMetrics metrics;
  private final Outbox outbox;

  private Handler<Buffer> dataHandler = data -> {};
  private Runnable endHandler = this::finish;
  private Runnable closeHandler = () -> {};

  private boolean started;
  private boolean reading;
  private boolean active;
  private boolean inputEnded;
  private boolean finishing;
  private boolean closed;
  private String closeReason = "client";

  /**
   * Wraps an accepted socket. Nothing is read until {@link #read()}.
   *
   * @param outboxLimit bytes of {@link #offer offered} data that may wait
   */
  public TcpConnection(Vertx vertx, NetSocket socket, long outboxLimit, ConnectionMetrics metrics) {
    this.vertx = vertx;
    this.socket = socket;
    this.metrics = metrics;
    this.outbox = new Outbox(new SocketSink(socket), outboxLimit, metrics.held());
    HalfClose.allow(socket);
    socket
        .pause()
        .setWriteQueueMaxSize(WRITE_QUEUE)
        .handler(data -> guarded(() -> received(data)))
        .drainHandler(v -> guarded(this::drained))
        .exceptionHandler(failure -> log.debug("{}: {}", this, failure.getMessage()))
        .closeHandler(v -> closed())
        .shutdownHandler(v -> drain());
    if (!SocketMonitor.handOver(socket)) {
      metrics.opened();
    }
  }

  /** Sets what receives the client's bytes. */
  public void onData(Handler<Buffer> handler) {
    dataHandler = handler;
  }

  /** Sets what happens when the client has sent all it will send; by default {@link #finish()}. */
  public void onEnd(Runnable handler) {
    endHandler = handler;
  }

  /** Sets what happens when either side has ended the connection; called once. */
  public void onClose(Runnable handler) {
    closeHandler = handler;
  }

  /** Begins to read. */
  public void read() {
    started = true;
    adjustReading();
  }

  /** Reads no more until {@link #read()}; bytes that have come already may still be handed over. */
  public void hold() {
    started = false;
    adjustReading();
  }

  /** Writes an answer. The client is not read from until it has taken it. */
  public void reply(Buffer data) {
    if (!closed && !finishing) {
      metrics.messageOut();
      outbox.write(data);
      adjustReading();
    }
  }

  /** Writes news. A client that leaves too much of it unread is closed. */
  public void offer(Buffer data) {
    if (closed || finishing) {
      return;
    }
    if (outbox.offer(data)) {
      metrics.messageOut();
      adjustReading();
    } else {
      log.info("{}: closed, does not read: {} bytes wait", this, outbox.waitingBytes());
      abort("slow");
    }
  }

  /** Counts a message of the client; what a message is, the protocol knows. */
  public void countMessage() {
    metrics.messageIn();
  }

  /** Closes as soon as everything written has been sent. */
  public void finish() {
    finishing = true;
    adjustReading();
    drained();
  }

  /**
   * Refuses the client: sends a last line and closes. Bytes that the client still sends are thrown
   * away meanwhile, since closing over unread input makes the kernel discard the line (RFC 2525,
   * section 2.17).
   */
  public void refuse(String reason, Buffer message) {
    log.debug("{}: refused, {}", this, message.toString().stripTrailing());
    closeReason = reason;
    dataHandler = rest -> {};
    endHandler = () -> abort(reason);
    metrics.messageOut();
    outbox.write(message);
    vertx.setTimer(LINGER_MILLIS, timer -> abort(reason));
    finish();
  }

  /** Closes now; what was not yet sent is lost. */
  public void abort(String reason) {
    if (!closed) {
      closeReason = reason;
      finishing = true;
      HalfClose.abort(socket);
    }
  }

  @Override
  public boolean isBlocked() {
    return outbox.isBlocked();
  }

  @Override
  public void whenDrained(Runnable step) {
    outbox.whenDrained(step);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public String toString() {
    return "tcp " + socket.remoteAddress();
  }

  private void received(Buffer data) {
    active = true;
    if (HalfClose.isEnd(data)) {
      inputEnded = true;
      endHandler.run();
    } else {
      dataHandler.handle(data);
    }
  }

  private void drained() {
    outbox.drain();
    adjustReading();
    if (finishing && !outbox.isBlocked()) {
      if (inputEnded || socket.isSsl()) {
        socket.close();
      } else {
        socket.write(Buffer.buffer()).onSuccess(v -> HalfClose.endOutput(socket));
      }
    }
  }

  private void adjustReading() {
    boolean read = finishing || (started && !outbox.isBlocked());
    if (read != reading) {
      reading = read;
      if (read) {
        socket.resume();
      } else {
        socket.pause();
      }
    }
  }

  /** The server stops: serve what is under way, close at the first rest. */
  private void drain() {
    active = false;
    vertx.setTimer(
        REST_MILLIS,
        timer -> {
          if (closed) {
            return;
          }
          if (active || outbox.isBlocked()) {
            drain();
          } else {
            closeReason = "drain";
            socket.close();
          }
        });
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      log.error("{}: closed after a failure", this, failure);
      abort("failure");
    }
  }

  private void closed() {
    closed = true;
    outbox.discard();
    metrics.closed(closeReason);
    closeHandler.run();
  }

  private record SocketSink(NetSocket socket) implements Outbox.Sink {
    @Override
    public boolean isFull() {
      return socket.writeQueueFull();
    }

    @Override
    public void write(Buffer data) {
      socket.write(data);
    }
  }
}
