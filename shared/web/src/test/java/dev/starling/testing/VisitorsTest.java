package dev.starling.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.junit5.Checkpoint;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({VertxExtension.class, StarlingExtension.class})
class VisitorsTest {
  private static final Map<String, String> ANY_PORT = Map.of("tcp.port", "0");

  // A field, because Vert.x closes a client and its connections once nothing refers to it.
  private NetClient client;

  @Test
  void a_connection_is_sent_the_number_of_connections(
      Vertx vertx, VertxTestContext test, Starling starling) {
    TestService service = starling.start(VisitorsService.DEFINITION, ANY_PORT);
    // More than one line may come, all the same.
    Checkpoint counted = test.laxCheckpoint();
    client = vertx.createNetClient();
    client
        .connect(service.port("tcp"), "127.0.0.1")
        .onComplete(
            test.succeeding(
                socket -> {
                  socket.handler(
                      RecordParser.newDelimited(
                          "\n",
                          line ->
                              test.verify(
                                  () -> {
                                    assertThat(line.toString()).isEqualTo("1");
                                    counted.flag();
                                  })));
                  // Lines that came before the handler was set are lost, so ask for one.
                  socket.write("?");
                }));
  }

  @Test
  void connections_of_a_killed_instance_are_counted_no_more(Starling starling) throws IOException {
    List<ProcessInstance> instances =
        starling.start(2, Program.main(VisitorsService.class), ANY_PORT);
    TcpClient stays = starling.tcp(instances.get(0));
    starling.tcp(instances.get(1));
    stays.await("2");
    instances.get(1).kill();
    stays.await("1");
  }
}
