package dev.starling.dev;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Maven module whose classes are on the class path as a folder, with its sources in the usual
 * places.
 *
 * @param classes {@code target/classes}
 */
record Module(Path classes) {

  /** Modules of a class path, in its order; the first is the service's own. */
  static List<Module> of(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.endsWith(Path.of("target", "classes")))
        .map(path -> new Module(path.toAbsolutePath().normalize()))
        .filter(module -> Files.isDirectory(module.sources()))
        .toList();
  }

  /** Folder of Java sources. */
  Path sources() {
    return base().resolve("src/main/java");
  }

  /** Folder of files that are on the class path as they are. */
  Path resources() {
    return base().resolve("src/main/resources");
  }

  /** Files of its classes are replaced here by those of the next compilation. */
  Path nextClasses() {
    return base().resolve("target/dev-classes");
  }

  /** Java sources among these files. */
  Stream<Path> sourceFiles(Set<Path> files) {
    return files.stream()
        .filter(path -> path.startsWith(sources()) && path.toString().endsWith(".java"));
  }

  boolean hasSourceIn(Set<Path> files) {
    return sourceFiles(files).findAny().isPresent();
  }

  private Path base() {
    return classes.getParent().getParent();
  }
}
