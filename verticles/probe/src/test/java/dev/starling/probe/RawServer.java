package dev.starling.probe;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A server to probe whose answers are octets that a test gives; paths without one get 200. */
final class RawServer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Buffer> answers = new ConcurrentHashMap<>();
  private final Queue<String> heads = new ConcurrentLinkedQueue<>();
  private final int port;

  RawServer() throws Exception {
    port =
        vertx
            .createNetServer()
            .connectHandler(this::serve)
            .listen(0, "127.0.0.1")
            .await(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .actualPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  int port() {
    return port;
  }

  /** Sets the answer to a path: a status and lines of a header, without a body. */
  void answers(String path, int status, Buffer... lines) {
    Buffer answer = Buffer.buffer("HTTP/1.1 " + status + " x\r\n");
    for (Buffer line : lines) {
      answer.appendBuffer(line).appendString("\r\n");
    }
    answers.put(path, answer.appendString("Content-Length: 0\r\n\r\n"));
  }

  /** Request heads that came since the last call. */
  Queue<String> heads() {
    Queue<String> seen = new ConcurrentLinkedQueue<>(heads);
    heads.clear();
    return seen;
  }

  private void serve(NetSocket socket) {
    socket.handler(
        RecordParser.newDelimited(
            "\r\n\r\n",
            octets -> {
              String head = octets.toString(StandardCharsets.ISO_8859_1);
              heads.add(head);
              socket.write(answers.getOrDefault(head.split(" ")[1], Buffer.buffer(OK)));
            }));
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
