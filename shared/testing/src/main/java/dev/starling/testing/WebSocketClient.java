package dev.starling.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A WebSocket client that keeps the frames that it receives. */
public final class WebSocketClient implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  /**
   * Connects to a port of 127.0.0.1.
   *
   * @param origin of the page that the client pretends to be
   */
  public WebSocketClient(int port, String path, String origin)
      throws ExecutionException, InterruptedException, TimeoutException {
    this(port, path, header("Origin", origin));
  }

  private WebSocketClient(int port, String path, UnaryOperator<WebSocket.Builder> request)
      throws ExecutionException, InterruptedException, TimeoutException {
    socket = open(port, path, request, this).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static UnaryOperator<WebSocket.Builder> header(String name, String value) {
    return builder -> value == null ? builder : builder.header(name, value);
  }

  /** One that shows a bearer token when it connects. */
  public static WebSocketClient withToken(int port, String path, String token)
      throws ExecutionException, InterruptedException, TimeoutException {
    return new WebSocketClient(port, path, header("Authorization", "Bearer " + token));
  }

  /** One that offers subprotocols when it connects. */
  public static WebSocketClient offering(int port, String path, String preferred, String... others)
      throws ExecutionException, InterruptedException, TimeoutException {
    return new WebSocketClient(port, path, builder -> builder.subprotocols(preferred, others));
  }

  /** The status code with which a connection is refused. */
  public static int refusal(int port, String path, String origin) {
    try {
      open(port, path, header("Origin", origin), new WebSocket.Listener() {}).join().abort();
      throw new AssertionError("let in: " + origin);
    } catch (CompletionException failure) {
      return ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode();
    }
  }

  private static CompletableFuture<WebSocket> open(
      int port,
      String path,
      UnaryOperator<WebSocket.Builder> request,
      WebSocket.Listener listener) {
    WebSocket.Builder builder = request.apply(HTTP.newWebSocketBuilder());
    return builder.buildAsync(URI.create("ws://127.0.0.1:" + port + path), listener);
  }

  /** The next text frame, waited for with a generous limit. */
  public String next() throws InterruptedException {
    String frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (frame == null) {
      throw new AssertionError("no frame came");
    }
    return frame;
  }

  /** Reads frames up to a value; returns how many came before it. */
  public int await(String value) throws InterruptedException {
    int before = 0;
    while (!next().equals(value)) {
      before++;
    }
    return before;
  }

  /** Sends a text frame. */
  public void send(String text) {
    socket.sendText(text, true).join();
  }

  /** Sends bytes that are no text. */
  public void sendBinary(byte[] bytes) {
    socket.sendBinary(java.nio.ByteBuffer.wrap(bytes), true).join();
  }

  /** Closes with the closing handshake. */
  public void leave() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  /** The code the server closes with. */
  public int closeCode() throws ExecutionException, InterruptedException, TimeoutException {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      frames.add(part.toString());
      part.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    closed.complete(statusCode);
    return null;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
