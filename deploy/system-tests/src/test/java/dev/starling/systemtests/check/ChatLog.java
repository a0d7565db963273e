package dev.starling.systemtests.check;

import dev.starling.systemtests.history.Fact.Received;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The events of each epoch, as far as anybody read them. */
final class ChatLog {
  private final Map<String, NavigableMap<Long, Received>> epochs = new LinkedHashMap<>();
  private final Map<String, List<String>> faults = new LinkedHashMap<>();

  /** Who said what in the last epoch. */
  private final Set<List<String>> end = new HashSet<>();

  private boolean goesOn;

  /** Puts together what everyone read. */
  static ChatLog of(ChatReading reading) {
    ChatLog log = new ChatLog();
    reading.readers().stream().flatMap(reader -> reader.stretches().stream()).forEach(log::add);
    log.goesOn = log.epochs.size() == 1;
    log.epochs.values().stream()
        .reduce((earlier, later) -> later)
        .ifPresent(last -> last.values().forEach(log::end));
    return log;
  }

  private void add(Stretch stretch) {
    NavigableMap<Long, Received> epoch =
        epochs.computeIfAbsent(stretch.epoch(), first -> new TreeMap<>());
    for (Received event : stretch.events()) {
      Received before = epoch.putIfAbsent(event.seq(), event);
      if (before != null && !before.equals(event)) {
        String fault = stretch.client() + " reads " + event + " where others read " + before;
        faults.computeIfAbsent(stretch.epoch(), first -> new ArrayList<>()).add(fault);
      }
    }
  }

  private void end(Received event) {
    if (event.isMessage()) {
      end.add(List.of(event.username(), event.text()));
    }
  }

  /** Where two clients read something different, in any epoch. */
  List<String> faults() {
    return faults.values().stream().flatMap(List::stream).toList();
  }

  /** The last epoch that anybody began to read, alone. */
  ChatLog end() {
    ChatLog end = new ChatLog();
    end.goesOn = goesOn;
    epochs.keySet().stream()
        .reduce((earlier, later) -> later)
        .ifPresent(
            last -> {
              end.epochs.put(last, epochs.get(last));
              end.faults.put(last, faults.getOrDefault(last, List.of()));
            });
    return end;
  }

  /** Whether there was one epoch from the beginning to the end. */
  boolean goesOn() {
    return goesOn;
  }

  /** One event, if anybody read it. */
  Optional<Received> event(String epoch, long seq) {
    return Optional.ofNullable(epochs.getOrDefault(epoch, new TreeMap<>()).get(seq));
  }

  /** Whether the last epoch that anybody began to read has a message. */
  boolean endsWith(String username, String text) {
    return end.contains(List.of(username, text));
  }

  /** The events of each epoch, in sequence, without those that nobody read. */
  Collection<List<Received>> epochs() {
    return epochs.values().stream().map(epoch -> List.copyOf(epoch.values())).toList();
  }
}
