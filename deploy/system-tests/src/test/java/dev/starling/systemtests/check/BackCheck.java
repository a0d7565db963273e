package dev.starling.systemtests.check;

import dev.starling.systemtests.history.Entry;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who loses a connection is served again within a time, and is never turned away meanwhile.
 *
 * @param within from the loss to the welcome, or to the first number
 * @param addresses those that promise it, such as a load balancer's
 */
public record BackCheck(Duration within, Set<String> addresses) implements Check {

  @Override
  public List<String> faults(History history) {
    Stalls stalls = Stalls.of(history);
    Map<String, Long> lost = new HashMap<>();
    Set<String> leaving = new HashSet<>();
    Map<String, Boolean> promised = new HashMap<>();
    List<String> faults = new ArrayList<>();
    for (Entry entry : history.entries()) {
      String client = entry.client();
      if (entry.fact() instanceof Fact.Connecting connecting) {
        promised.put(client, addresses.contains(connecting.address()));
      } else if (!promised.getOrDefault(client, false)) {
        continue;
      } else if (entry.fact() instanceof Fact.Leaving) {
        leaving.add(client);
      } else if (entry.fact() instanceof Fact.Lost) {
        if (!leaving.remove(client)) {
          // Who knocks and is closed again is not back.
          lost.putIfAbsent(client, entry.at());
        }
      } else if (entry.fact() instanceof Fact.Failed failed) {
        faults.add(client + " is turned away: " + failed.why());
      } else if (entry.fact() instanceof Fact.Welcomed || entry.fact() instanceof Fact.Shown) {
        Long since = lost.remove(client);
        if (since != null && entry.at() > stalls.after(since, within)) {
          faults.add(client + " is back only after " + Duration.ofNanos(entry.at() - since));
        }
      }
    }
    lost.forEach(
        (client, since) -> {
          if (history.ended() > stalls.after(since, within)) {
            faults.add(client + " is not back after " + within);
          }
        });
    return faults;
  }
}
