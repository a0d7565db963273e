package dev.starling.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every private name that this package leans on is still there: a new Vert.x fails here first. */
@Timeout(60)
class InternalsTest {
  private static final String HOST = "127.0.0.1";

  /** AuthenticationOk, ParameterStatus and ReadyForQuery, in the protocol of PostgreSQL. */
  private static final Buffer WELCOME =
      Buffer.buffer("R\0\0\0\10\0\0\0\0")
          .appendString("S\0\0\0\31client_encoding\0UTF8\0")
          .appendString("Z\0\0\0\5I");

  private final Vertx vertx = Vertx.vertx();

  // A field, because Vert.x closes a client and its connections once nothing refers to it.
  private final NetClient client = vertx.createNetClient();

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  /** The handlers of a connection: when it is new, and right behind the first byte of HTTP/1. */
  private List<String> handlers(boolean behindFirstByte) throws Exception {
    Promise<List<String>> seen = Promise.promise();
    HttpServer server =
        HttpServerFactory.create(
            vertx,
            new HttpServerOptions().setIdleTimeout(60),
            pipeline -> {
              if (behindFirstByte) {
                Channels.addBeforeDecoder(
                    pipeline,
                    "test",
                    new ChannelInboundHandlerAdapter() {
                      @Override
                      public void channelRead(ChannelHandlerContext context, Object bytes) {
                        context.fireChannelRead(bytes);
                        seen.tryComplete(context.pipeline().names());
                      }
                    });
              } else {
                seen.tryComplete(pipeline.names());
              }
            });
    int port = await(server.requestHandler(any -> {}).listen(0, HOST)).actualPort();
    await(client.connect(port, HOST).compose(socket -> socket.write("G")));
    return await(seen.future());
  }

  @Test
  void a_new_http_connection_has_the_handler_idle() throws Exception {
    assertThat(handlers(false)).as("handlers of a new connection").contains(HandlerNames.IDLE);
  }

  @Test
  void a_connection_without_tls_has_the_handler_h2c_when_its_first_byte_is_read() throws Exception {
    assertThat(handlers(true)).as("handlers after one byte").contains(HandlerNames.H2C);
  }

  @Test
  void a_socket_is_the_handler_called_handler() throws Exception {
    Promise<List<String>> seen = Promise.promise();
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(socket -> seen.complete(Channels.channel(socket).pipeline().names()));
    int port = await(server.listen(0, HOST)).actualPort();
    await(client.connect(port, HOST));
    assertThat(await(seen.future())).as("handlers of a socket").contains(HandlerNames.CONNECTION);
  }

  @Test
  void a_connection_to_postgresql_has_the_handler_codec_and_can_be_broken_off() throws Exception {
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.handler(startup -> socket.write(WELCOME)));
    int port = await(server.listen(0, HOST)).actualPort();
    PgConnection connection =
        await(
            PgConnection.connect(
                vertx,
                new PgConnectOptions().setHost(HOST).setPort(port).setUser("any").setDatabase("")));
    Promise<Void> closed = Promise.promise();
    connection.closeHandler(closed::complete);
    SqlSockets.addBeforeCodec(connection, "test", new ChannelInboundHandlerAdapter());
    SqlSockets.abort(connection);
    await(closed.future());
  }

  @Test
  void the_clustered_event_bus_has_the_fields_server_and_client() throws Exception {
    Class<?> bus = Class.forName("io.vertx.core.eventbus.impl.clustered.ClusteredEventBus");
    assertThat(NetServer.class).isAssignableFrom(bus.getDeclaredField("server").getType());
    assertThat(NetClient.class).isAssignableFrom(bus.getDeclaredField("client").getType());
  }

  @Test
  void an_event_bus_without_these_fields_is_named() {
    assertThatThrownBy(() -> EventBusSockets.of(vertx))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no field server of type NetServer");
  }

  @Test
  void the_jvm_keeps_its_properties_where_the_warning_is_silenced() throws Exception {
    assertThat(Class.forName("jdk.internal.misc.VM").getDeclaredField("savedProps").getType())
        .isEqualTo(Map.class);
  }

  @Test
  void a_handler_that_is_not_there_is_named_with_those_that_are() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.pipeline().addLast("other", new ChannelInboundHandlerAdapter());
    assertThatThrownBy(() -> HandlerNames.in(channel.pipeline(), HandlerNames.IDLE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no handler \"idle\" among [other");
  }

  @Test
  void buffers_are_turned_into_one_another_without_a_copy() {
    Buffer buffer = Buffer.buffer("abc");
    Buffer same = Buffers.of(Buffers.bytes(buffer));
    buffer.setByte(0, (byte) 'x');
    assertThat(same.toString()).isEqualTo("xbc");
  }

  @Test
  void a_promise_is_told_on_the_context_that_it_was_made_on() throws Exception {
    Promise<Boolean> same = Promise.promise();
    EventLoops.runOnNew(
        vertx,
        () -> {
          Thread here = Thread.currentThread();
          Promise<Void> promise = EventLoops.promiseHere(vertx);
          promise.future().onComplete(done -> same.complete(Thread.currentThread() == here));
          new Thread(promise::complete).start();
        });
    assertThat(await(same.future())).isTrue();
  }

  @Test
  void virtual_threads_are_used_where_the_jvm_has_them() throws Exception {
    Promise<Thread> thread = Promise.promise();
    boolean runs =
        EventLoops.runOnVirtualThread(vertx, () -> thread.complete(Thread.currentThread()));
    assertThat(runs).isEqualTo(Runtime.version().feature() >= 21);
    if (runs) {
      assertThat(await(thread.future())).isNotSameAs(Thread.currentThread());
    }
  }

  @Test
  void a_name_has_all_its_addresses() throws Exception {
    assertThat(await(NameResolver.resolve(vertx, "localhost")))
        .isNotEmpty()
        .allMatch(address -> address.isLoopbackAddress());
  }
}
