package dev.starling.systemtests.check;

import dev.starling.systemtests.check.ChatReading.Reader;
import dev.starling.systemtests.history.Fact.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a terminal reads while it is connected is one uninterrupted part of the transcript. */
final class TerminalLines {
  private final List<String> lines;
  private final Map<String, Integer> numbers = new HashMap<>();

  private TerminalLines(List<Received> epoch) {
    lines = epoch.stream().map(Received::line).toList();
    for (int i = 0; i < epoch.size(); i++) {
      if (epoch.get(i).isMessage()) {
        numbers.putIfAbsent(lines.get(i), i);
      }
    }
  }

  static List<String> faults(ChatReading reading, ChatLog log) {
    List<TerminalLines> epochs = log.epochs().stream().map(TerminalLines::new).toList();
    List<String> faults = new ArrayList<>();
    for (Reader reader : reading.readers()) {
      for (List<String> visit : reader.visits()) {
        fault(visit, epochs).ifPresent(fault -> faults.add(reader.client() + ": " + fault));
      }
      if (reader.isHere() && !reader.visits().isEmpty() && !epochs.isEmpty()) {
        List<String> end = reader.visits().get(reader.visits().size() - 1);
        epochs
            .get(epochs.size() - 1)
            .lastMessage()
            .filter(last -> !end.contains(last))
            .ifPresent(last -> faults.add(reader.client() + " has never read '" + last + "'"));
      }
    }
    return faults;
  }

  private Optional<String> lastMessage() {
    return numbers.values().stream().max(Integer::compare).map(lines::get);
  }

  /** Right in any epoch is right: terminals are not told which one they read. */
  private static Optional<String> fault(List<String> visit, List<TerminalLines> epochs) {
    List<Optional<String>> found = epochs.stream().map(epoch -> epoch.fault(visit)).toList();
    return found.isEmpty() || found.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : found.get(found.size() - 1);
  }

  private Optional<String> fault(List<String> visit) {
    int known = 0;
    while (known < visit.size() && !numbers.containsKey(visit.get(known))) {
      known++;
    }
    if (known == visit.size()) {
      return visit.stream().anyMatch(line -> line.contains(": "))
          ? Optional.of("nothing of what it read was said: " + visit.get(0))
          : Optional.empty();
    }
    int start = numbers.get(visit.get(known)) - known;
    for (int i = 0; i < visit.size(); i++) {
      int number = start + i;
      String there = number >= 0 && number < lines.size() ? lines.get(number) : "nothing";
      if (!visit.get(i).equals(there)) {
        return Optional.of(
            "line %d of %d is '%s' instead of '%s'"
                .formatted(i, visit.size(), visit.get(i), there));
      }
    }
    return Optional.empty();
  }
}
