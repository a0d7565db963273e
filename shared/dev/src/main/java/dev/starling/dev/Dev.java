package dev.starling.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs a service from the classes of its build until it is interrupted. When a file is saved,
 * modules whose sources have changed are compiled; if that succeeds, the instances are drained and
 * started again, else the errors are printed and the instances stay as they are.
 *
 * <pre>java -cp CLASSPATH dev.starling.dev.Dev [--instances N] [--release N] [--settings FOLDER]
 *     MAIN [ARGUMENT...]</pre>
 *
 * The class path is that of the service; every folder {@code target/classes} on it has its sources
 * beside it.
 */
public final class Dev {
  private static final int BAD_ARGUMENTS = 2;

  private final List<Path> roots;
  private final Build build;
  private final Instances instances;

  private Dev(DevOptions options, String classPath) {
    build = new Build(classPath, options.settings(), options.release());
    instances = new Instances(options, classPath, System.out::println);
    roots =
        Stream.concat(build.roots().stream(), options.files().stream())
            .filter(Files::exists)
            .toList();
  }

  /** Compiles and runs services until the process is ended. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Dev dev;
    try {
      DevOptions options = DevOptions.parse(arguments);
      if (options.main().isEmpty()) {
        return;
      }
      dev = new Dev(options, System.getProperty("java.class.path"));
    } catch (IllegalArgumentException bad) {
      System.err.println("dev: " + bad.getMessage());
      System.exit(BAD_ARGUMENTS);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(dev.instances::stop, "stop"));
    // Maven passes a Ctrl-C on, but not a SIGTERM.
    ProcessHandle.current()
        .parent()
        .ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(0)));
    dev.run();
  }

  private void run() throws IOException, InterruptedException {
    Snapshot files = Snapshot.of(roots);
    instances.readPorts();
    restart(System.nanoTime());
    build.warmUp(files);
    while (true) {
      Snapshot now = files.next(roots);
      long start = System.nanoTime();
      Set<Path> changed = now.changedSince(files);
      files = now;
      List<String> errors = build.update(changed, now);
      if (errors.isEmpty()) {
        if (changed.stream().anyMatch(path -> path.toString().endsWith(".yaml"))) {
          instances.readPorts();
        }
        restart(start);
      } else {
        errors.forEach(System.out::println);
        say("not compiled; waiting for the next change");
      }
    }
  }

  private void restart(long start) throws IOException, InterruptedException {
    say(
        instances.restart()
            ? String.format(Locale.ROOT, "ready after %.1f s", (System.nanoTime() - start) / 1e9)
            : "not started; waiting for the next change");
  }

  private static void say(String line) {
    System.out.println("dev: " + line);
  }
}
