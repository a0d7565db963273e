package dev.starling.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Dockerfile, instruction by instruction; an unknown one is refused.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
record Dockerfile(List<Instruction> instructions) {
  private static final Set<String> KNOWN =
      Set.of(
          "FROM",
          "ARG",
          "ENV",
          "WORKDIR",
          "COPY",
          "RUN",
          "USER",
          "STOPSIGNAL",
          "HEALTHCHECK",
          "ENTRYPOINT",
          "CMD",
          "LABEL",
          "EXPOSE",
          "VOLUME",
          "ADD",
          "SHELL",
          "ONBUILD");

  /**
   * One instruction.
   *
   * @param stage how many FROM stand before it or are it; 0 is before the first
   */
  record Instruction(int stage, String name, String text) {
    List<String> words() {
      return Stream.of(text.split("\\s+")).filter(word -> !word.startsWith("--")).toList();
    }

    /** The value of {@code --name=value}, or an empty text. */
    String flag(String flag) {
      return Stream.of(text.split("\\s+"))
          .filter(word -> word.startsWith("--" + flag + "="))
          .map(word -> word.substring(flag.length() + 3))
          .findFirst()
          .orElse("");
    }

    /** The words of the form that starts no shell. */
    List<String> exec() {
      try {
        return List.of(
            new ObjectMapper().readValue(text.substring(text.indexOf('[')), String[].class));
      } catch (JsonProcessingException | StringIndexOutOfBoundsException failure) {
        throw new IllegalArgumentException("not the exec form: " + name + " " + text, failure);
      }
    }
  }

  static Dockerfile parse(String source) {
    List<Instruction> instructions = new ArrayList<>();
    StringBuilder logical = new StringBuilder();
    int stage = 0;
    for (String line : source.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.endsWith("\\")) {
        logical.append(line, 0, line.length() - 1);
        continue;
      }
      String[] parts = logical.append(line).toString().strip().split("\\s+", 2);
      logical.setLength(0);
      String name = parts[0].toUpperCase(Locale.ROOT);
      if (!KNOWN.contains(name) || parts.length < 2) {
        throw new IllegalArgumentException("no instruction: " + line);
      }
      if (name.equals("FROM")) {
        stage++;
      }
      instructions.add(new Instruction(stage, name, parts[1]));
    }
    if (!logical.isEmpty()) {
      throw new IllegalArgumentException("the last line goes on: " + logical);
    }
    return new Dockerfile(instructions);
  }

  List<Instruction> all(String name) {
    return instructions.stream().filter(instruction -> instruction.name.equals(name)).toList();
  }

  /** What the image has in the end: the last stage's, if it says so at all. */
  Instruction last(String name) {
    int last = instructions.get(instructions.size() - 1).stage;
    List<Instruction> found =
        all(name).stream().filter(instruction -> instruction.stage == last).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("the last stage has no " + name);
    }
    return found.get(found.size() - 1);
  }
}
