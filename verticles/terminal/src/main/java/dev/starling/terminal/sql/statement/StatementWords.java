package dev.starling.terminal.sql.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of a statement, as far as they say what it is and where it ends. */
final class StatementWords {
  private static final int ENOUGH = 6;
  private static final Set<String> ROUTINES = Set.of("FUNCTION", "PROCEDURE");
  private static final Set<String> STREAMS = Set.of("STDIN", "STDOUT");

  private final List<String> first = new ArrayList<>();
  private String last = "";
  private boolean stream;
  private int bodyDepth;

  void add(String word, int parentheses) {
    if (first.size() < ENOUGH) {
      first.add(word);
    }
    if (parentheses == 0 && createsRoutine()) {
      switch (word) {
        case "BEGIN" -> bodyDepth++;
        case "CASE" -> bodyDepth += bodyDepth > 0 ? 1 : 0;
        case "END" -> bodyDepth -= bodyDepth > 0 ? 1 : 0;
        default -> {
          // Goes on where it is.
        }
      }
    }
    stream |= STREAMS.contains(word) && (last.equals("FROM") || last.equals("TO"));
    last = word;
  }

  List<String> first() {
    return List.copyOf(first);
  }

  /** Whether it is between {@code BEGIN} and {@code END} of a routine's body. */
  boolean inBody() {
    return bodyDepth > 0;
  }

  boolean copiesStream() {
    return stream && first.get(0).equals("COPY");
  }

  private boolean createsRoutine() {
    if (!first.get(0).equals("CREATE")) {
      return false;
    }
    boolean replaces = first.size() > 3 && first.get(1).equals("OR");
    return first.size() > 1 && ROUTINES.contains(first.get(replaces ? 3 : 1));
  }
}
