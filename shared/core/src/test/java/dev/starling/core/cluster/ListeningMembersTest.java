package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.starling.core.settings.MemberAddress;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ListeningMembersTest {
  private static final InetAddress SELF = InetAddress.getLoopbackAddress();
  private static final MemberAddress HOST = new MemberAddress("127.0.0.1", OptionalInt.empty());
  private static final MemberAddress PORT = new MemberAddress("192.0.2.1", OptionalInt.of(5701));
  private static final MemberAddress RANGE = new MemberAddress("192.0.2.*", OptionalInt.empty());

  private static LifecycleEvent started() {
    return new LifecycleEvent(LifecycleState.STARTED);
  }

  @Test
  void before_it_has_joined_all_members_are_looked_for() {
    ListeningMembers members = new ListeningMembers(List.of(HOST, PORT, RANGE), SELF, 1);
    assertThat(members.getMembers()).contains("127.0.0.1", "192.0.2.1:5701", "192.0.2.*");
  }

  @Test
  void once_joined_ports_of_a_host_are_those_that_listen() throws Exception {
    ListeningMembers members;
    int port;
    try (ServerSocket listening = new ServerSocket(0, 1, SELF)) {
      port = listening.getLocalPort();
      members = new ListeningMembers(List.of(HOST), SELF, port);
      members.stateChanged(started());
      assertThat(members.getMembers()).contains("127.0.0.1:" + port);
    }
    assertThat(members.getMembers()).doesNotContain("127.0.0.1:" + port, "127.0.0.1");
  }

  @Test
  void members_with_a_port_and_ranges_are_left_as_they_are() {
    ListeningMembers members = new ListeningMembers(List.of(PORT, RANGE), SELF, 1);
    members.stateChanged(started());
    assertThat(members.getMembers()).containsExactlyInAnyOrder("192.0.2.1:5701", "192.0.2.*");
  }
}
