package dev.starling.systemtests.check;

import dev.starling.systemtests.history.Entry;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who stays connected has each message acknowledged in time, whatever others do.
 *
 * @param within from saying it first
 */
public record DelayCheck(Duration within) implements Check {

  @Override
  public List<String> faults(History history) {
    Stalls stalls = Stalls.of(history);
    Map<String, Map<String, Long>> open = new HashMap<>();
    List<String> faults = new ArrayList<>();
    for (Entry entry : history.entries()) {
      Map<String, Long> sent = open.computeIfAbsent(entry.client(), first -> new HashMap<>());
      if (entry.fact() instanceof Fact.Sent said) {
        if (!said.id().isEmpty()) {
          sent.putIfAbsent(said.id(), entry.at());
        }
      } else if (entry.fact() instanceof Fact.Acknowledged told) {
        Long since = sent.remove(told.id());
        if (since != null && entry.at() > stalls.after(since, within)) {
          Duration took = Duration.ofNanos(entry.at() - since);
          faults.add(entry.client() + " has " + told.id() + " acknowledged after " + took);
        }
      } else if (entry.fact() instanceof Fact.Lost) {
        sent.clear();
      }
    }
    return faults;
  }
}
