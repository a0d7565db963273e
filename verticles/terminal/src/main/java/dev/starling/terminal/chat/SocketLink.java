package dev.starling.terminal.chat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The link over real sockets: one {@link ChatConnection} after the other. */
final class SocketLink implements Link {
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final Endpoint server;
  private final Loop loop;
  private Conversation conversation;
  private ChatConnection connection;
  private CompletableFuture<?> closed = CompletableFuture.completedFuture(null);

  SocketLink(Endpoint server, Loop loop) {
    this.server = server;
    this.loop = loop;
  }

  /** Sets the listener; to be called once, before anything else. */
  void serve(Conversation owner) {
    conversation = owner;
  }

  @Override
  public void open() {
    connection = new ChatConnection(loop, conversation);
    connection.open(this::connect);
  }

  private CompletableFuture<WebSocket> connect(WebSocket.Listener listener) {
    WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
    if (server.token().isPresent()) {
      try {
        builder.header("Authorization", server.token().get().authorization());
      } catch (IOException failure) {
        return CompletableFuture.failedFuture(failure);
      }
    }
    return builder.buildAsync(server.uri(), listener);
  }

  @Override
  public void send(String frame) {
    connection.send(frame);
  }

  @Override
  public void close() {
    closed = connection.close();
  }

  /** Completes when the last close has been carried out. */
  CompletableFuture<?> closed() {
    return closed;
  }
}
