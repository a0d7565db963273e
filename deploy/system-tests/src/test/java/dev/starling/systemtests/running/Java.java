package dev.starling.systemtests.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Java installation that runs the services.
 *
 * @param home its directory
 * @param options what it is started with
 */
public record Java(Path home, List<String> options) {
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
    return new Java(home, List.of(added));
  }

  /** The command that runs a service. */
  List<String> command(String service) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(options);
    command.add("-jar");
    command.add(jar(service).toString());
    return command;
  }

  /** Where a service's jar is after a build. */
  static Path jar(String service) {
    return Path.of("../../verticles", service, "target", service + ".jar");
  }

  private static Java at(Path home) {
    return new Java(home, List.of());
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
