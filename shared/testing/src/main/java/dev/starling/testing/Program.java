package dev.starling.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A service as a program that the Java of the test runs.
 *
 * @param name names its log
 * @param arguments of {@code java}
 */
public record Program(String name, List<String> arguments) {

  /** A jar that can be run. */
  public static Program jar(Path jar) {
    return new Program(
        jar.getFileName().toString().replace(".jar", ""), List.of("-jar", jar.toString()));
  }

  /** A class with a {@code main} method, on the class path of the test. */
  public static Program main(Class<?> main) {
    return new Program(main.getSimpleName(), List.of("-cp", classPath(), main.getName()));
  }

  /** The class path of the test; Surefire may hide it behind a jar that only refers to it. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /**
   * The command, which compiles in haste: that halves what a start costs.
   *
   * @param more arguments of the service
   */
  public List<String> command(String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(arguments);
    command.addAll(List.of(more));
    return command;
  }
}
