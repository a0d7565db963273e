package dev.starling.systemtests.scenario;

import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.clients.ChatFleet;
import dev.starling.systemtests.clients.ChatReader;
import dev.starling.systemtests.clients.ChatTerminal;
import dev.starling.systemtests.clients.ChatUser;
import dev.starling.systemtests.history.History;
import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.HaProxy;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Who is in a chat during one cycle: a witness at each instance, and whoever else is asked in. */
final class ChatParty implements AutoCloseable {
  private static final Duration SETTLING = Machine.allow(Duration.ofSeconds(30));

  private final History history;
  private final Cluster cluster;
  private final ChatFleet fleet;
  private final String name;
  private final List<ChatClient> witnesses = new ArrayList<>();
  private final List<ChatUser> staying = new ArrayList<>();
  private final String epoch;
  private final long beginning;

  /** Witnesses come; they stay at their instance whatever happens to it. */
  ChatParty(int cycle, History history, Cluster cluster) {
    this.history = history;
    this.cluster = cluster;
    this.fleet = new ChatFleet(history, cycle);
    this.name = "c" + cycle + "-";
    for (Instance instance : cluster.instances()) {
      witnesses.add(
          browsers("witness" + witnesses.size() + "-", 1, instance.address(Protocol.HTTP)).get(0));
    }
    epoch = witnesses.get(0).epoch();
    beginning = witnesses.get(0).seq();
  }

  /** More users at browsers, who stay whatever happens. */
  List<ChatClient> browsers(String who, int number, Address... addresses) {
    List<ChatClient> added = fleet.browsers(name + who, number, addresses);
    staying.addAll(added);
    return added;
  }

  /** More users at browsers and at terminals behind a load balancer, who stay. */
  List<ChatUser> both(int each, HaProxy proxy) {
    List<ChatUser> added = new ArrayList<>(browsers("b", each, proxy.address(Protocol.HTTP)));
    List<ChatTerminal> terminals = fleet.terminals(name + "t", each, proxy.address(Protocol.TCP));
    staying.addAll(terminals);
    added.addAll(terminals);
    return added;
  }

  /** Users of both kinds at one instance, who do not come back when it is lost. */
  List<ChatUser> lostWith(Instance instance, int each) {
    List<ChatUser> lost = new ArrayList<>();
    lost.addAll(fleet.browsers(name + "x", each, instance.address(Protocol.HTTP)));
    lost.addAll(fleet.terminals(name + "y", each, instance.address(Protocol.TCP)));
    fleet.stayAwayWhenLost(lost);
    return lost;
  }

  /** One who says nothing, and may be made to go. */
  ChatClient listener(String who, Address address) {
    return fleet.listener(name + who, address);
  }

  /** One at an instance, with a name that another one has elsewhere. */
  ChatClient namesake(Address address) {
    return fleet.namesake(name + "both", address);
  }

  ChatFleet fleet() {
    return fleet;
  }

  /** Those who stay, at whichever instance. */
  List<ChatUser> staying() {
    return staying;
  }

  /** The one at this instance. */
  ChatClient witness(int instance) {
    return witnesses.get(instance);
  }

  /**
   * Ends the talk, and returns when everyone who stays is there, has an answer to everything and
   * has read the last thing said; then each instance's transcript is read too. The history ends.
   */
  void settle() {
    fleet.hush();
    fleet.awaitHere(staying, SETTLING);
    fleet.awaitAcknowledged(staying, SETTLING);
    awaitAlone();
    echo(staying);
    for (Instance instance : cluster.instances()) {
      new ChatReader(instance.address()).read(history, after(), witnesses.get(0).seq());
    }
    history.end();
  }

  /** Returns when these have read all that there is. */
  void catchUp(List<ChatClient> readers) {
    fleet.awaitHere(readers, SETTLING);
    fleet.awaitEcho(staying.get(0), readers, SETTLING);
  }

  /** Returns when every instance tells that those who stay are there, and nobody else. */
  void awaitAlone() {
    for (Instance instance : cluster.instances()) {
      new ChatReader(instance.address()).awaitUsers(staying, SETTLING);
    }
  }

  /** A transcript that has begun anew is read whole. */
  private long after() {
    return witnesses.get(0).epoch().equals(epoch) ? beginning : 0;
  }

  /** Returns when something that is said now was read by all of these. */
  void echo(Collection<? extends ChatUser> readers) {
    fleet.awaitEcho(readers.iterator().next(), readers, SETTLING);
  }

  @Override
  public void close() {
    fleet.close();
  }
}
