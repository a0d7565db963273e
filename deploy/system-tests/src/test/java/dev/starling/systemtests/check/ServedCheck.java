package dev.starling.systemtests.check;

import dev.starling.systemtests.history.Entry;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * After each fault somebody has a message acknowledged again, and after the last of what went wrong
 * is over everyone has who stays, each within the time that the fault may take. Nobody is ever
 * refused their own name.
 *
 * @param over what the scenario notes when nothing is wrong any more
 * @param staying names that those begin with who stay and talk
 */
public record ServedCheck(String over, String staying) implements Check {
  @Override
  public List<String> faults(History history) {
    Stalls stalls = Stalls.of(history);
    List<Entry> entries = history.entries();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.fact() instanceof Fact.Fault fault) {
        long deadline = stalls.after(entry.at(), fault.within());
        if (deadline < history.ended()) {
          served(entries, i, deadline, fault, faults);
        }
      } else if (entry.fact() instanceof Fact.Refused refused
          && refused.code().equals("username_taken")) {
        faults.add(entry.client() + " is refused its own name");
      }
    }
    return faults;
  }

  private void served(
      List<Entry> entries, int from, long deadline, Fact.Fault fault, List<String> faults) {
    Set<String> served = new HashSet<>();
    for (Entry entry : entries.subList(from, entries.size())) {
      if (entry.at() > deadline) {
        break;
      }
      if (entry.fact() instanceof Fact.Acknowledged) {
        served.add(entry.client());
      }
    }
    if (fault.what().equals(over)) {
      Set<String> others = new HashSet<>();
      entries.stream()
          .filter(entry -> entry.fact() instanceof Fact.Sent)
          .map(Entry::client)
          .filter(client -> client.contains(staying))
          .forEach(others::add);
      others.removeAll(served);
      others.stream()
          .sorted()
          .forEach(
              client ->
                  faults.add(client + " is not served " + fault.within() + " after all is well"));
    } else if (served.isEmpty()) {
      faults.add("nobody is served " + fault.within() + " after: " + fault.what());
    }
  }
}
