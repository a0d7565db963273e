package dev.starling.systemtests.check;

import dev.starling.systemtests.history.Entry;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every request is answered, with 200 unless a fault is not over yet.
 *
 * @param duringFaults what else may be answered in the time noted with a fault
 * @param slowest the longest that an answer may take
 */
public record HttpCheck(Set<Integer> duringFaults, Duration slowest) implements Check {
  private static final int MOST_TOLD = 20;

  @Override
  public List<String> faults(History history) {
    Stalls stalls = Stalls.of(history);
    Map<String, Entry> asked = new HashMap<>();
    List<String> faults = new ArrayList<>();
    long wellAgain = history.beginning();
    int answers = 0;
    for (Entry entry : history.entries()) {
      if (entry.fact() instanceof Fact.Fault fault) {
        wellAgain = stalls.after(entry.at(), fault.within());
      } else if (entry.fact() instanceof Fact.Asked) {
        asked.put(entry.client(), entry);
      } else if (entry.fact() instanceof Fact.Failed failed) {
        faults.add(entry.client() + " has no answer: " + failed.why());
        asked.remove(entry.client());
      } else if (entry.fact() instanceof Fact.Answered answer) {
        answers++;
        Entry question = asked.remove(entry.client());
        boolean excused = question.at() < wellAgain && duringFaults.contains(answer.status());
        if (answer.status() != 200 && !excused) {
          faults.add(entry.client() + " is answered " + answer.status());
        }
        if (entry.at() > stalls.after(question.at(), slowest)) {
          faults.add(
              "%s is answered after %s"
                  .formatted(entry.client(), Duration.ofNanos(entry.at() - question.at())));
        }
      }
    }
    if (answers == 0) {
      faults.add("nobody had an answer");
    }
    asked.forEach(
        (client, question) -> {
          if (history.ended() > stalls.after(question.at(), slowest)) {
            faults.add(client + " was never answered");
          }
        });
    return List.copyOf(faults.subList(0, Math.min(MOST_TOLD, faults.size())));
  }
}
