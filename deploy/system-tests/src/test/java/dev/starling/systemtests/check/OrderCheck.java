package dev.starling.systemtests.check;

import dev.starling.systemtests.history.Entry;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The transcript agrees with real time: a message that was acknowledged before another one was sent
 * stands before it. It agrees with each sender, too: of two messages that were sent once, one after
 * the other over one connection, the first stands first.
 */
public final class OrderCheck implements Check {
  private record Message(String client, String id) {}

  /** A message on its way. */
  private static final class Sent {
    private final String epoch;
    private final long floor;
    private final int connection;
    private final int place;
    private boolean again;

    Sent(String epoch, long floor, int connection, int place) {
      this.epoch = epoch;
      this.floor = floor;
      this.connection = connection;
      this.place = place;
    }
  }

  /** The last message of a client that has its place, and was sent once. */
  private record Placed(int connection, int place, long seq) {}

  @Override
  public List<String> faults(History history) {
    Map<String, String> epochs = new HashMap<>();
    Map<String, Integer> connections = new HashMap<>();
    Map<String, Long> acknowledged = new HashMap<>();
    Map<Message, Sent> sent = new HashMap<>();
    Map<String, List<Placed>> placed = new HashMap<>();
    List<String> faults = new ArrayList<>();
    int place = 0;
    for (Entry entry : history.entries()) {
      String client = entry.client();
      String epoch = epochs.getOrDefault(client, "");
      if (entry.fact() instanceof Fact.Welcomed welcomed) {
        epochs.put(client, welcomed.epoch());
        connections.merge(client, 1, Integer::sum);
      } else if (entry.fact() instanceof Fact.Renewed renewed) {
        epochs.put(client, renewed.epoch());
        connections.merge(client, 1, Integer::sum);
      } else if (entry.fact() instanceof Fact.Sent message && !message.id().isEmpty()) {
        Sent first =
            new Sent(
                epoch,
                acknowledged.getOrDefault(epoch, 0L),
                connections.getOrDefault(client, 0),
                place++);
        Sent before = sent.putIfAbsent(new Message(client, message.id()), first);
        if (before != null) {
          before.again = true;
        }
      } else if (entry.fact() instanceof Fact.Acknowledged told) {
        acknowledged.merge(epoch, told.seq(), Math::max);
        Sent message = sent.get(new Message(client, told.id()));
        if (message != null && message.epoch.equals(epoch)) {
          check(client, told, message, placed, faults);
        }
      }
    }
    return faults;
  }

  private static void check(
      String client,
      Fact.Acknowledged told,
      Sent message,
      Map<String, List<Placed>> placed,
      List<String> faults) {
    if (told.seq() <= message.floor) {
      faults.add(
          "%s's %s is %d, and was sent when %d was acknowledged"
              .formatted(client, told.id(), told.seq(), message.floor));
    }
    if (message.again) {
      return;
    }
    List<Placed> others = placed.computeIfAbsent(client, first -> new ArrayList<>());
    for (Placed other : others) {
      if (other.connection == message.connection
          && other.place < message.place != other.seq < told.seq()) {
        faults.add(
            "%s's %s is %d, which is not the order in which it was sent: %d stands on the wrong side"
                .formatted(client, told.id(), told.seq(), other.seq));
      }
    }
    others.add(new Placed(message.connection, message.place, told.seq()));
  }
}
