package dev.starling.core.cluster;

import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import dev.starling.core.settings.MemberAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The members to look for. A member that has joined and searches for the other half of a split
 * cluster tries all addresses, one after the other, and waits 5 s at each where nobody listens. A
 * host without a port has {@link MemberConfig#PORTS} of them, so that Hazelcast is then given only
 * those that listen.
 */
final class ListeningMembers extends TcpIpConfig implements LifecycleListener {
  private static final long PROBE_MILLIS = 500;

  /** Hazelcast's ranges of IPv4 addresses, which are left to it. */
  private static final Pattern RANGE = Pattern.compile(".*\\*.*|[0-9.]*-[0-9.-]*");

  private final List<MemberAddress> configured;
  private final InetAddress self;
  private final int firstPort;
  private volatile boolean joined;

  /**
   * Creates it; blocks while names are resolved.
   *
   * @param self this member's address; those of the other family cannot be reached from it
   * @param firstPort of a host without a port
   */
  ListeningMembers(List<MemberAddress> configured, InetAddress self, int firstPort) {
    this.configured = List.copyOf(configured);
    this.self = self;
    this.firstPort = firstPort;
    setMembers(MemberList.of(configured, self, InetAddress::getAllByName));
  }

  @Override
  public void stateChanged(LifecycleEvent event) {
    joined |= event.getState() == LifecycleState.STARTED;
  }

  /** Once joined, blocks while names are resolved and ports tried. */
  @Override
  public List<String> getMembers() {
    return joined ? reachable() : super.getMembers();
  }

  private List<String> reachable() {
    List<MemberAddress> kept = new ArrayList<>();
    List<InetSocketAddress> tried = new ArrayList<>();
    for (MemberAddress member : configured) {
      if (member.port().isPresent() || RANGE.matcher(member.host()).matches()) {
        kept.add(member);
      } else {
        tried.addAll(addresses(member.host()));
      }
    }
    List<String> members = new ArrayList<>(MemberList.of(kept, self, InetAddress::getAllByName));
    for (InetSocketAddress found : listening(tried)) {
      String host = ClusterAddress.text(found.getAddress());
      members.add(new MemberAddress(host, OptionalInt.of(found.getPort())).toString());
    }
    return members;
  }

  private List<InetSocketAddress> addresses(String host) {
    List<InetSocketAddress> all = new ArrayList<>();
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        for (int i = 0; i < MemberConfig.PORTS && address.getClass() == self.getClass(); i++) {
          all.add(new InetSocketAddress(address, firstPort + i));
        }
      }
    } catch (UnknownHostException notYet) {
      // It is looked up again in the next search.
    }
    return all;
  }

  /** Those that accept a connection within half a second. */
  static List<InetSocketAddress> listening(List<InetSocketAddress> addresses) {
    List<InetSocketAddress> found = new ArrayList<>();
    List<SocketChannel> channels = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (InetSocketAddress address : addresses) {
        SocketChannel channel = SocketChannel.open();
        channels.add(channel);
        channel.configureBlocking(false);
        connect(channel, address, selector, found);
      }
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PROBE_MILLIS);
      while (!selector.keys().isEmpty() && System.nanoTime() < end) {
        selector.select(key -> finish(key, found), PROBE_MILLIS);
        // Forgets the keys that were cancelled.
        selector.selectNow();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      channels.forEach(ListeningMembers::close);
    }
    return found;
  }

  private static void connect(
      SocketChannel channel,
      InetSocketAddress address,
      Selector selector,
      List<InetSocketAddress> found) {
    try {
      if (channel.connect(address)) {
        found.add(address);
      } else {
        channel.register(selector, SelectionKey.OP_CONNECT, address);
      }
    } catch (IOException refused) {
      // Nobody listens there.
    }
  }

  private static void finish(SelectionKey key, List<InetSocketAddress> found) {
    try {
      if (((SocketChannel) key.channel()).finishConnect()) {
        found.add((InetSocketAddress) key.attachment());
      }
    } catch (IOException refused) {
      // Nobody listens there.
    }
    key.cancel();
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) {
      // The port listens or not; nothing else depends on how the probe is closed.
    }
  }
}
