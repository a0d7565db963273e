package dev.starling.dev;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings the classes and resources of the modules up to date with their sources. */
final class Build {
  private final List<Module> modules;
  private final Optional<Path> settings;
  private final String classPath;
  private final SourceCompiler compiler;

  /** Modules whose sources have changed since they last compiled. */
  private final Set<Module> outdated = new LinkedHashSet<>();

  /**
   * @param settings folder whose files are packed as {@code config/*}
   * @param release of Java that the classes are for
   */
  Build(String classPath, Optional<Path> settings, String release) {
    this.modules = Module.of(classPath);
    this.settings = settings.map(folder -> folder.toAbsolutePath().normalize());
    this.classPath = classPath;
    this.compiler = new SourceCompiler(release);
    if (modules.isEmpty()) {
      throw new IllegalArgumentException("no folder target/classes on the class path");
    }
  }

  /** Folders that it is made from. */
  List<Path> roots() {
    List<Path> roots = new ArrayList<>();
    for (Module module : modules) {
      roots.add(module.sources());
      roots.add(module.resources());
    }
    settings.ifPresent(roots::add);
    return roots;
  }

  /** Has the compiler run once, so that it does not take seconds when a file is saved. */
  void warmUp(Snapshot files) throws IOException {
    compiler.compile(modules.get(0), files, classPath);
  }

  /**
   * Takes files over. Classes change only when everything compiles.
   *
   * @param changed since the last call
   * @param files all that are there
   * @return errors; empty when it succeeds
   */
  List<String> update(Set<Path> changed, Snapshot files) throws IOException {
    for (Path file : changed) {
      copy(file);
    }
    modules.stream().filter(module -> module.hasSourceIn(changed)).forEach(outdated::add);
    if (outdated.isEmpty()) {
      return List.of();
    }
    // The service is compiled with a library that it uses, to see what the change breaks there.
    outdated.add(modules.get(0));
    List<Module> order = new ArrayList<>(modules);
    // On a class path those that use others stand before these.
    Collections.reverse(order);
    order.retainAll(outdated);
    String classes = classPath;
    for (Module module : order) {
      List<String> errors = compiler.compile(module, files, classes);
      if (!errors.isEmpty()) {
        return errors;
      }
      classes = module.nextClasses() + File.pathSeparator + classes;
    }
    for (Module module : order) {
      compiler.replace(module);
    }
    outdated.clear();
    return List.of();
  }

  private void copy(Path file) throws IOException {
    for (Module module : modules) {
      if (file.startsWith(module.resources())) {
        copy(file, module.classes().resolve(module.resources().relativize(file)));
      }
      if (settings.isPresent() && file.startsWith(settings.get())) {
        Path packed = module.classes().resolve("config").resolve(file.getFileName());
        if (Files.exists(packed)) {
          copy(file, packed);
        }
      }
    }
  }

  private static void copy(Path file, Path target) throws IOException {
    if (Files.exists(file)) {
      Files.createDirectories(target.getParent());
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(target);
    }
  }
}
