package dev.starling.checks;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The classes of all modules, without their tests, as the build has compiled them. */
final class ProjectClasses {
  private static final String SOURCES = "src/main/java";
  private static final String CLASSES = "target/classes";

  private ProjectClasses() {}

  /** Reads them; skips the calling test where a module is not compiled. */
  static JavaClasses read() {
    List<Path> modules = modules();
    boolean skipNothing = "true".equals(System.getenv("STARLING_TESTS_SKIP_NOTHING"));
    for (Path module : modules) {
      Path classes = module.resolve(CLASSES);
      Assumptions.assumeTrue(skipNothing || Files.exists(classes), "mvn compile writes " + classes);
    }
    return new ClassFileImporter()
        .withImportOption(ProjectClasses::hasSource)
        .importPaths(modules.stream().map(module -> module.resolve(CLASSES)).toList());
  }

  /** The names of the services, which are those of their packages. */
  static List<String> services() {
    return folders(Repository.ROOT.resolve("verticles"))
        .map(service -> service.getFileName().toString())
        .toList();
  }

  private static List<Path> modules() {
    return Stream.of(
            folders(Repository.ROOT.resolve("shared")),
            folders(Repository.ROOT.resolve("verticles")),
            folders(Repository.DEPLOY))
        .flatMap(some -> some)
        .filter(folder -> Files.exists(folder.resolve(SOURCES)))
        .toList();
  }

  private static Stream<Path> folders(Path parent) {
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(folder -> Files.exists(folder.resolve("pom.xml"))).toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A class whose source has moved may still lie where an earlier build has put it. */
  private static boolean hasSource(Location location) {
    String file = Path.of(location.asURI()).toString();
    String source = file.replace(CLASSES, SOURCES).replaceFirst("(\\$[^/]*)?\\.class$", ".java");
    return Files.exists(Path.of(source));
  }
}
