package dev.starling.systemtests.check;

import dev.starling.systemtests.check.ChatReading.Reader;
import dev.starling.systemtests.history.Fact.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who comes has not been there, who leaves has, and at the end the transcript knows who is there.
 */
final class Presence {
  private Presence() {}

  static List<String> faults(ChatReading reading, ChatLog log) {
    List<String> faults = new ArrayList<>();
    Map<String, Boolean> there = new HashMap<>();
    for (List<Received> epoch : log.epochs()) {
      there.clear();
      for (Received event : epoch) {
        if (!event.isMessage()) {
          boolean comes = event.type().equals("joined");
          Boolean before = there.put(event.username(), comes);
          if (before != null && before == comes) {
            faults.add("once more: " + event);
          }
        }
      }
    }
    // In an epoch that began with everyone there, nobody is seen to come.
    if (log.goesOn()) {
      for (Reader reader : reading.readers()) {
        Boolean read = there.get(reader.client());
        if (read != null && read != reader.isHere()) {
          faults.add(
              reader.client()
                  + (reader.isHere() ? " is here but was read to leave" : " is gone, unnoticed"));
        }
      }
    }
    return faults;
  }
}
