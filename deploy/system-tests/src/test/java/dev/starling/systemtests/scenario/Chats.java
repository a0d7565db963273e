package dev.starling.systemtests.scenario;

import dev.starling.systemtests.clients.ChatUser;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.HaProxy;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Place;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** What scenarios of several kinds of chat have in common. */
final class Chats {
  private static final int EACH = 8;
  private static final int LOST = 2;
  private static final int PER_SECOND = 10;
  private static final Duration AT_WORK = Duration.ofSeconds(2);
  private static final Duration SETTLING = Machine.allow(Duration.ofSeconds(20));

  private Chats() {}

  /**
   * Instances that forget nothing of a cycle, and let everyone say what waited for a connection.
   */
  static Deployment deployment(int size) {
    return deployment(Collections.nCopies(size, Place.HERE));
  }

  /** The same in these places. */
  static Deployment deployment(List<Place> places) {
    return Deployment.of("chat", places)
        .with("STARLING_TRANSCRIPT_CAPACITY", 100_000)
        .with("STARLING_RATE_PER_SECOND", 4 * PER_SECOND)
        .with("STARLING_RATE_BURST", 20 * PER_SECOND);
  }

  /**
   * Kills an instance, another one each time, while everyone talks, and starts it again. Whoever is
   * behind the load balancer goes on with the others; who was at that instance and stays away has
   * left.
   */
  static String crash(int cycle, History history, Cluster cluster, HaProxy proxy) {
    int killed = cycle % cluster.instances().size();
    Instance instance = cluster.instance(killed);
    try (ChatParty party = new ChatParty(cycle, history, cluster)) {
      List<ChatUser> movable = party.both(EACH, proxy);
      List<ChatUser> lost = party.lostWith(instance, LOST);
      party.fleet().talk(PER_SECOND);
      party.fleet().goOn(AT_WORK);
      history.note(Fact.Fault.of("kill", SETTLING));
      instance.process().kill();
      party.fleet().goOn(AT_WORK);
      party.fleet().awaitHere(movable, SETTLING);
      // A start takes all the processors there may be.
      party.fleet().talk(1);
      instance.start();
      instance.awaitReady();
      proxy.awaitUp(killed);
      party.settle();
      return "instance %d killed with %d users".formatted(killed + 1, lost.size());
    }
  }
}
