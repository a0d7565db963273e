package dev.starling.terminal.chat;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One WebSocket. Brings what happens on it to the conversation's thread, and reads on only when
 * that has been dealt with. After {@link #close} it says nothing more.
 */
final class ChatConnection implements WebSocket.Listener {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  /** Far more than a server sends; a hostile one could fill the memory. */
  private static final int MAX_CHARACTERS = 1 << 20;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Loop loop;
  private final Conversation conversation;
  private final Heartbeat heartbeat;
  private final StringBuilder partial = new StringBuilder();
  private CompletableFuture<WebSocket> sending;
  private boolean over;

  ChatConnection(Loop loop, Conversation conversation) {
    this.loop = loop;
    this.conversation = conversation;
    this.heartbeat = new Heartbeat(loop, this::ping, () -> lost(0, "it has fallen silent"));
  }

  /** Opens it with what {@code connect} returns. */
  void open(Function<WebSocket.Listener, CompletableFuture<WebSocket>> connect) {
    sending = connect.apply(this);
    sending.whenComplete(
        (socket, failure) ->
            loop.execute(
                () -> {
                  if (failure != null) {
                    lost(0, ConnectFailures.of(failure));
                  } else if (!over) {
                    heartbeat.start();
                    conversation.opened();
                    socket.request(1);
                  }
                }));
  }

  void send(String frame) {
    write(socket -> socket.sendText(frame, true));
  }

  /** Completes when the server has been notified, or could not be. */
  CompletableFuture<?> close() {
    over = true;
    heartbeat.stop();
    return sending
        .thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""))
        .orTimeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .handle((socket, failure) -> sending.thenAccept(WebSocket::abort));
  }

  private void ping() {
    write(socket -> socket.sendPing(NOTHING.duplicate()));
  }

  /** One after the other: a WebSocket takes no second frame before the first is written. */
  private void write(Function<WebSocket, CompletableFuture<WebSocket>> frame) {
    sending = sending.thenCompose(frame);
    sending.whenComplete(
        (socket, failure) -> {
          if (failure != null) {
            loop.execute(() -> lost(0, ConnectFailures.of(failure)));
          }
        });
  }

  private void lost(int closeCode, String reason) {
    lost(closeCode, reason, Optional.empty());
  }

  private void lost(int closeCode, String reason, Optional<Duration> spread) {
    if (!over) {
      close();
      conversation.lost(closeCode, reason, spread);
    }
  }

  private void heard(WebSocket socket, Runnable what) {
    loop.execute(
        () -> {
          if (!over) {
            heartbeat.heard();
            what.run();
            socket.request(1);
          }
        });
  }

  private void received(CharSequence part, boolean last) {
    partial.append(part);
    try {
      if (partial.length() > MAX_CHARACTERS) {
        throw new IllegalArgumentException("too long");
      }
      if (last) {
        String frame = partial.toString();
        partial.setLength(0);
        ChatFrames.read(frame, conversation);
      }
    } catch (IllegalArgumentException | ArithmeticException failure) {
      lost(0, "what it sends is not the chat protocol");
    }
  }

  @Override
  public void onOpen(WebSocket socket) {
    // The first frame is asked for once the opening has been dealt with.
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    String copy = part.toString();
    heard(socket, () -> received(copy, last));
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    loop.execute(() -> lost(0, "what it sends is not the chat protocol"));
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
    heard(socket, () -> {});
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
    heard(socket, () -> {});
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    loop.execute(
        () -> lost(code, ConnectFailures.ofClose(code, reason), ConnectFailures.spreadOf(reason)));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    loop.execute(() -> lost(0, ConnectFailures.of(failure)));
  }
}
