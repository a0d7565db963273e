package dev.starling.terminal.load.wire;

import dev.starling.terminal.load.plan.LoadPlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;

/** Lines of UTF-8 over TCP, ended by {@code \n} or {@code \r\n}. */
final class TcpTarget implements TargetClient {
  private final NetClient client;
  private final LoadPlan plan;
  private final SocketAddress address;
  private final String names = RunNames.name();

  TcpTarget(Vertx vertx, LoadPlan plan, SocketAddress address) {
    this.plan = plan;
    this.address = address;
    this.client =
        vertx.createNetClient(
            new NetClientOptions().setConnectTimeout((int) plan.timeout().toMillis()));
  }

  @Override
  public Future<Line> connect(int caller, Events events) {
    return client
        .connect(address)
        .compose(socket -> converse(socket, ProtocolDriver.of(plan, caller, names), events));
  }

  private static Future<Line> converse(NetSocket socket, ProtocolDriver driver, Events events) {
    Dialogue dialogue =
        new Dialogue(
            driver, events, line -> socket.write(Buffer.buffer(line + "\n")), socket::close);
    RecordParser lines = RecordParser.newDelimited("\n").maxRecordSize(MAX_MESSAGE);
    lines.handler(line -> dialogue.heard(text(line)));
    lines.exceptionHandler(
        tooLong ->
            dialogue.lost(
                new Failure(
                    Failure.Kind.MALFORMED, "a line longer than " + MAX_MESSAGE + " bytes")));
    socket.handler(
        bytes -> {
          events.received(bytes.length());
          lines.handle(bytes);
        });
    socket.exceptionHandler(failure -> dialogue.lost(Failure.of(failure)));
    socket.closeHandler(closed -> dialogue.lost(Failure.closed()));
    return dialogue.begin();
  }

  private static String text(Buffer line) {
    int end = line.length();
    return line.getString(
        0, end > 0 && line.getByte(end - 1) == '\r' ? end - 1 : end, StandardCharsets.UTF_8.name());
  }
}
