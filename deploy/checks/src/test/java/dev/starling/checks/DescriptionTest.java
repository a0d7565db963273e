package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every module of shared/ has a README, every package a comment. */
class DescriptionTest {
  private static final String SOURCES = "src/main/java";

  @Test
  void every_library_has_a_readme() {
    List<Path> libraries = modules("shared").toList();
    assertThat(libraries).as("modules of shared/").isNotEmpty();
    assertThat(missing(libraries.stream(), "README.md")).as("missing files").isEmpty();
  }

  @Test
  void every_package_has_a_comment() {
    List<Path> packages =
        Stream.of("shared", "verticles", "deploy")
            .flatMap(DescriptionTest::modules)
            .map(module -> module.resolve(SOURCES))
            .filter(Files::exists)
            .flatMap(DescriptionTest::packages)
            .toList();
    assertThat(packages).as("packages").isNotEmpty();
    assertThat(missing(packages.stream(), "package-info.java")).as("missing files").isEmpty();
  }

  private static List<String> missing(Stream<Path> folders, String file) {
    return folders
        .map(folder -> folder.resolve(file))
        .filter(path -> !Files.exists(path))
        .map(path -> Repository.ROOT.relativize(path).toString())
        .sorted()
        .toList();
  }

  private static Stream<Path> modules(String parent) {
    try (Stream<Path> all = Files.list(Repository.ROOT.resolve(parent))) {
      return all.filter(folder -> Files.exists(folder.resolve("pom.xml"))).toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Stream<Path> packages(Path sources) {
    try (Stream<Path> all = Files.walk(sources)) {
      return all
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .toList()
          .stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
