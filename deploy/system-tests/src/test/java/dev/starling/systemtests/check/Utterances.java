package dev.starling.systemtests.check;

import dev.starling.systemtests.check.ChatReading.Reader;
import dev.starling.systemtests.history.Fact.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whatever is read was said, and once said it is not read twice. */
final class Utterances {
  private Utterances() {}

  private record Utterance(String username, String text) {}

  static List<String> faults(ChatReading reading, ChatLog log) {
    Map<Utterance, Integer> said = said(reading);
    Set<String> known = reading.readers().stream().map(Reader::client).collect(Collectors.toSet());
    List<String> faults = new ArrayList<>();
    for (List<Received> epoch : log.epochs()) {
      Map<Utterance, Integer> read = new HashMap<>();
      for (Received event : epoch) {
        if (event.isMessage() && known.contains(event.username())) {
          Utterance one = new Utterance(event.username(), event.text());
          if (read.merge(one, 1, Integer::sum) > said.getOrDefault(one, 0)) {
            faults.add("once more than it was said: " + event);
          }
        }
      }
    }
    return faults;
  }

  private static Map<Utterance, Integer> said(ChatReading reading) {
    Map<Utterance, Integer> said = new HashMap<>();
    for (Reader reader : reading.readers()) {
      reader
          .said()
          .values()
          .forEach(text -> said.merge(new Utterance(reader.client(), text), 1, Integer::sum));
    }
    return said;
  }
}
