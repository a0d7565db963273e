package dev.starling.systemtests.running;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A Java installation that runs the services.
 *
 * @param home its directory
 * @param options what it is started with
 * @param extension class path of what is added to a service
 */
public record Java(Path home, List<String> options, Optional<String> extension) {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  /** The one the tests themselves run on. */
  public static Java current() {
    return at(Path.of(System.getProperty("java.home")));
  }

  /**
   * The same, for services that a test starts many of: it compiles in haste, which halves what a
   * start costs.
   */
  static Java currentInHaste() {
    return current().with("-XX:TieredStopAtLevel=1");
  }

  /**
   * An installation of the given version: from {@code JAVA_<version>_HOME}, or the first found in
   * {@code /usr/lib/jvm}.
   */
  public static Optional<Java> version(int version) {
    String configured = System.getenv("JAVA_" + version + "_HOME");
    if (configured != null) {
      return Optional.of(at(Path.of(configured)));
    }
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(INSTALLED)) {
      return homes.map(Java::at).filter(java -> java.isVersion(version)).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same one, started with these options. */
  public Java with(String... added) {
    return new Java(home, List.of(added), extension);
  }

  /** The same one, which runs services with these classes beside their own. */
  Java withExtension(String classPath) {
    return new Java(home, options, Optional.of(classPath));
  }

  /** The command that runs a service as it was built. */
  List<String> command(String service) {
    return command(jar(service));
  }

  /** The command that runs a jar. */
  List<String> command(Path jar) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(options);
    if (extension.isPresent()) {
      Attributes manifest = manifest(jar);
      command.addAll(access(manifest));
      command.addAll(List.of("-cp", jar + File.pathSeparator + extension.get()));
      command.add(manifest.getValue(Attributes.Name.MAIN_CLASS));
    } else {
      command.addAll(List.of("-jar", jar.toString()));
    }
    return command;
  }

  /** Java heeds these lines of a manifest only with {@code -jar}. */
  private static List<String> access(Attributes manifest) {
    List<String> access = new ArrayList<>();
    for (String line : List.of("Add-Exports", "Add-Opens")) {
      for (String packageName : manifest.getValue(line).split(" ")) {
        access.add("--" + line.toLowerCase(Locale.ROOT) + "=" + packageName + "=ALL-UNNAMED");
      }
    }
    return access;
  }

  private static Attributes manifest(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a service's jar is after a build. */
  static Path jar(String service) {
    return Path.of("../../verticles", service, "target", service + ".jar");
  }

  private static Java at(Path home) {
    return new Java(home, List.of(), Optional.empty());
  }

  private boolean isVersion(int version) {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines.anyMatch(line -> line.matches("JAVA_VERSION=\"" + version + "\\b.*"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
