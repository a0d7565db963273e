package dev.starling.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles modules in this process: a compiler that has run before needs a fraction of a second. A
 * module is always compiled as a whole, so that what a change breaks elsewhere in it is seen.
 */
final class SourceCompiler {
  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final List<String> options;

  /**
   * @param release of Java that the classes are for
   * @throws IllegalArgumentException when this is not a JDK
   */
  SourceCompiler(String release) {
    if (compiler == null) {
      throw new IllegalArgumentException("no compiler in " + System.getProperty("java.home"));
    }
    this.options = List.of("-parameters", "-g", "-nowarn", "--release", release);
  }

  /**
   * Compiles a module beside its classes, which stay as they are.
   *
   * @return errors in the order of the sources, one for each line; empty when it compiles
   */
  List<String> compile(Module module, Snapshot files, String classPath) throws IOException {
    delete(module.nextClasses());
    Files.createDirectories(module.nextClasses());
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      Stream<String> all =
          Stream.concat(
              options.stream(), Stream.of("-cp", classPath, "-d", module.nextClasses().toString()));
      compiler
          .getTask(
              null,
              manager,
              found,
              all.toList(),
              null,
              manager.getJavaFileObjectsFromPaths(
                  module.sourceFiles(files.paths()).sorted().toList()))
          .call();
    }
    return found.getDiagnostics().stream()
        .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
        .map(Object::toString)
        .toList();
  }

  /** Puts what was compiled in place of the module's classes. */
  void replace(Module module) throws IOException {
    for (Path old : files(module.classes())) {
      if (old.toString().endsWith(".class")) {
        Files.delete(old);
      }
    }
    for (Path compiled : files(module.nextClasses())) {
      Path target = module.classes().resolve(module.nextClasses().relativize(compiled));
      Files.createDirectories(target.getParent());
      Files.move(compiled, target);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
