package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether documents lead to what is there, and show code that is built elsewhere. */
class DocumentsTest {
  private static final Pattern CODE =
      Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s:]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Path TEMPLATES =
      Repository.ROOT.resolve("shared/archetype/src/main/resources/archetype-resources");

  @Test
  void links_lead_to_files_and_headings_that_are_there() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      for (String link : all(LINK, withoutCode(document))) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
        boolean found =
            Files.exists(target)
                && (parts.length == 1
                    || !target.toString().endsWith(".md")
                    || anchors(target).contains(parts[1]));
        if (!found) {
          broken.add(Repository.ROOT.relativize(document) + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"websocket, WebSocket", "rest, REST with an OpenAPI document"})
  void the_guide_shows_what_the_archetype_writes(String kind, String chapter) {
    String guide = Repository.read(Repository.ROOT.resolve("shared/docs/guide.md"));
    String code = guide.substring(guide.indexOf("\n## " + chapter + "\n"));
    code = code.substring(code.indexOf("```java\n") + "```java\n".length());
    code = code.substring(0, code.indexOf("```")).indent(2).replaceAll("(?m)^ +$", "");
    assertThat(
            Repository.read(TEMPLATES.resolve(kind + "/src/main/java/__className__Verticle.java"))
                .replace("${artifactId}", "notes"))
        .contains(code);
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        Repository.ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean left =
                Set.of("target", "node_modules", ".git", "results").contains(name)
                    || folder.equals(TEMPLATES);
            return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return documents;
  }

  private static String withoutCode(Path document) {
    return CODE.matcher(Repository.read(document)).replaceAll("");
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
  }

  /** Names that headings are linked by, as GitHub makes them. */
  private static Set<String> anchors(Path document) {
    return all(HEADING, withoutCode(document)).stream()
        .map(
            heading ->
                heading
                    .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
                    .replace(' ', '-'))
        .collect(Collectors.toSet());
  }
}
