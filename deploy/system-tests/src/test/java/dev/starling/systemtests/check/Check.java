package dev.starling.systemtests.check;

import dev.starling.systemtests.history.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decides by what clients saw whether a promise was kept. Knows nothing else. */
@FunctionalInterface
public interface Check {
  /** What was not as promised; empty if all was. */
  List<String> faults(History history);

  /** Several promises at once. */
  static Check all(Check... checks) {
    return history -> {
      List<String> faults = new ArrayList<>();
      Arrays.asList(checks).forEach(check -> faults.addAll(check.faults(history)));
      return faults;
    };
  }
}
