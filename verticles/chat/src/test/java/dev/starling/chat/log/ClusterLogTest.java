package dev.starling.chat.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.HazelcastInstance;
import dev.starling.chat.ChatSettings;
import dev.starling.chat.log.TranscriptLog.Page;
import dev.starling.chat.transcript.Event;
import dev.starling.shared.cluster.ClusterNode;
import dev.starling.shared.settings.ServiceSettings;
import dev.starling.shared.settings.SettingsException;
import dev.starling.shared.settings.SettingsLoader;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Handles are on two members in turn: what one appends the other reads. */
class ClusterLogTest extends TranscriptLogContract {
  private static final int CAPACITY = 10_000;

  private static final List<ClusterNode> MEMBERS = new ArrayList<>();

  private final String room = UUID.randomUUID().toString();
  private int handles;

  @BeforeAll
  static void join() throws Exception {
    List<Integer> ports = List.of(freePort(), freePort());
    String name = UUID.randomUUID().toString();
    for (int port : ports) {
      MEMBERS.add(
          ClusterNode.join(
              settings(name, port, ports),
              UUID.randomUUID().toString(),
              List.of("chat"),
              options -> Vertx.builder().with(options)));
    }
  }

  @AfterAll
  static void leave() throws TimeoutException {
    for (ClusterNode member : MEMBERS) {
      member.leave(15, TimeUnit.SECONDS);
    }
    MEMBERS.clear();
  }

  @Override
  TranscriptLog newHandle() {
    return new ClusterLog(vertx, hazelcast(handles++ % 2), room, CAPACITY, 1);
  }

  @Test
  void only_the_newest_events_are_kept() throws TimeoutException {
    TranscriptLog small = small();
    await(small.append(drafts("m", 8)));
    Page page = await(small.readAfter(0, 3));
    assertThat(page.events()).extracting(Event::seq).containsExactly(4L, 5L, 6L);
    assertThat(page.tail()).isEqualTo(8);
    assertThat(await(small.readAfter(6, 10)).events())
        .extracting(Event::seq)
        .containsExactly(7L, 8L);
  }

  @Test
  void members_see_one_epoch_and_a_log_that_was_lost_begins_another() throws TimeoutException {
    TranscriptLog other = opened();
    String epoch = await(log.open()).epoch();
    assertThat(await(other.open()).epoch()).isEqualTo(epoch);
    append(draft("a"), draft("b"));

    hazelcast(0).getRingbuffer("starling.chat." + room).destroy();

    assertThat(await(other.readAfter(2, 10)).tail()).isZero();
    await(other.renew(epoch));
    await(log.renew(epoch));
    String renewed = await(log.open()).epoch();
    assertThat(renewed).isNotEqualTo(epoch);
    assertThat(await(other.readAfter(0, 10)).epoch()).isEqualTo(renewed);
  }

  @Test
  void a_reader_is_told_what_the_log_has_at_its_place() throws TimeoutException {
    append(draft("a"), draft("b"), draft("c"));
    assertThat(await(log.readAfter(2, 10)).lastKey()).hasValue("b");
    assertThat(await(log.readAfter(3, 10)).lastKey()).hasValue("c");
    assertThat(await(log.readAfter(0, 10)).lastKey()).isEmpty();
  }

  @Test
  void a_member_with_other_settings_is_told_so() {
    assertThatThrownBy(() -> new ClusterLog(vertx, hazelcast(1), room, CAPACITY + 1, 1))
        .hasMessageContaining(room);
  }

  private TranscriptLog small() throws TimeoutException {
    TranscriptLog small = new ClusterLog(vertx, hazelcast(0), UUID.randomUUID().toString(), 5, 1);
    await(small.open());
    return small;
  }

  private static HazelcastInstance hazelcast(int member) {
    return MEMBERS.get(member).hazelcast().orElseThrow();
  }

  private static ServiceSettings.Cluster settings(String name, int port, List<Integer> ports)
      throws SettingsException {
    String members = String.join(",", ports.stream().map(member -> "127.0.0.1:" + member).toList());
    Map<String, String> values =
        Map.of(
            "cluster.name", name,
            "cluster.port", Integer.toString(port),
            "cluster.members", members);
    return SettingsLoader.load(ChatSettings.class, "chat", List.of(), Map.of(), values)
        .settings()
        .cluster();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
