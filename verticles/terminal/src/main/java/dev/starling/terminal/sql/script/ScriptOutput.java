package dev.starling.terminal.sql.script;

import java.io.PrintStream;
import java.util.List;

/** Standard output and standard error of a script. */
record ScriptOutput(PrintStream results, PrintStream problems) {
  /** Writes lines of results; false when nobody takes them any more. */
  boolean write(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    results.print(text);
    return !results.checkError();
  }

  /** Says what went wrong or is of note; results before it come first. */
  void tell(String line) {
    results.flush();
    problems.println(line);
  }
}
