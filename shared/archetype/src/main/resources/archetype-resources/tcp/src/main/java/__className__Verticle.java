package ${package};

import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.core.service.ServiceContext;
import dev.starling.net.tcp.LineFramer;
import dev.starling.net.tcp.TcpConnection;
import dev.starling.net.tcp.TcpEndpoint;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Tells clients how many are connected to all instances, and answers lines in capitals. */
final class ${className}Verticle extends VerticleBase {
  private static final int MAX_LINE = 1_024;
  private static final Buffer TOO_LONG =
      Buffer.buffer("ERROR line longer than " + MAX_LINE + " bytes\n");

  private final ${className}Settings settings;
  private final ServiceContext service;

  ${className}Verticle(${className}Settings settings, ServiceContext service) {
    this.settings = settings;
    this.service = service;
  }

  @Override
  public Future<?> start() {
    ConnectionMetrics metrics = service.connections("tcp");
    long limit = settings.outboxLimit().bytes();
    NetServer server =
        TcpEndpoint.server(service)
            .connectHandler(socket -> serve(new TcpConnection(vertx, socket, limit, metrics)));
    return service.listen(server, settings.tcp().host(), settings.tcp().port());
  }

  private void serve(TcpConnection client) {
    LineFramer framer = new LineFramer(MAX_LINE, new Lines(client));
    client.onData(framer::feed);
    client.onClose(service.roster()::depart);
    service
        .roster()
        .arrive(
            online -> {
              client.offer(Buffer.buffer(settings.greeting() + ", " + online + " online\n"));
              client.read();
            });
  }

  private record Lines(TcpConnection client) implements LineFramer.Lines {
    @Override
    public void line(Buffer line) {
      client.countMessage();
      String text = line.toString(StandardCharsets.UTF_8);
      client.reply(Buffer.buffer(text.toUpperCase(Locale.ROOT)));
    }

    @Override
    public void tooLong() {
      client.refuse("line too long", TOO_LONG);
    }
  }
}
