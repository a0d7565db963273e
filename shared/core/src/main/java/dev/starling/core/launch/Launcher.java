package dev.starling.core.launch;

import static java.util.stream.Collectors.joining;

import dev.starling.core.cluster.ClusterNode;
import dev.starling.core.logging.Logging;
import dev.starling.core.observability.tracing.Tracing;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.LoadedSettings;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.settings.SettingsException;
import dev.starling.core.settings.SettingsLoader;
import dev.starling.net.internal.UnsafeWarning;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs a process of one or more services: from the command line to the exit code. */
public final class Launcher {
  private static final String COMMON_POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";

  /** Starts what a process consists of. */
  @FunctionalInterface
  public interface Program<S extends ServiceSettings> {
    /**
     * Starts the services; blocks until they listen. Returns them in the order they are to stop.
     */
    List<RunningService> start(Platform platform, S settings);
  }

  private Launcher() {}

  /** Runs one service, as {@link #run(String, List, Class, Program, String...)} does several. */
  public static <S extends ServiceSettings> void run(ServiceDefinition<S> service, String... args) {
    run(
        service.name(),
        List.of(service.name()),
        service.settings(),
        service.validation(),
        (platform, settings) -> List.of(platform.run(service, settings)),
        args);
  }

  /**
   * Starts services and returns when they are ready, or ends the process with one line that says
   * why they are not. SIGTERM and SIGINT drain and stop them.
   *
   * @param name names the jar and the settings file
   * @param services names of the services that the program starts
   */
  public static <S extends ServiceSettings> void run(
      String name, List<String> services, Class<S> type, Program<S> program, String... args) {
    run(name, services, type, any -> Optional.empty(), program, args);
  }

  private static <S extends ServiceSettings> void run(
      String name,
      List<String> services,
      Class<S> type,
      Function<S, Optional<BadSetting>> validation,
      Program<S> program,
      String... args) {
    UnsafeWarning.silence();
    refuseRenegotiation();
    poolCompletions();
    Logging.silence();
    Drain drain = Drain.onSignal();
    try {
      Arguments arguments = new Arguments();
      // Most starts have no arguments and need not wait for a parser.
      if (args.length > 0 && parse(name, arguments, args)) {
        drain.cancel();
        return;
      }
      LoadedSettings<S> loaded =
          SettingsLoader.load(
              type,
              name,
              arguments.config,
              System.getenv(),
              arguments.sampleData ? Map.of("sample-data", "true") : Map.of());
      if (arguments.printConfig) {
        System.out.print(loaded.print());
        drain.cancel();
        return;
      }
      try {
        validation
            .apply(loaded.settings())
            .ifPresent(
                bad -> {
                  throw bad;
                });
        start(drain, name, services, program, loaded.settings());
      } catch (BadSetting bad) {
        end(ExitCode.BAD_SETTING, name + ": " + loaded.explain(bad));
      }
    } catch (ParameterException failure) {
      end(ExitCode.BAD_SETTING, name + ": " + failure.getMessage() + "; see --help");
    } catch (SettingsException failure) {
      end(ExitCode.BAD_SETTING, name + ": " + failure.getMessage());
    } catch (StartFailure failure) {
      end(ExitCode.FAILED, failure.getMessage());
    }
  }

  /**
   * Each handshake costs a server more than its client, and one connection may ask for any number
   * of them (CVE-2011-1473); TLS 1.3 has none. The JDK reads this once, at its first handshake.
   */
  private static void refuseRenegotiation() {
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  /**
   * With at most two processors the common pool has one thread or none, and every completion that
   * is handed to it starts a thread of its own, as Hazelcast's do. Read once, at its first use.
   */
  private static void poolCompletions() {
    if (Runtime.getRuntime().availableProcessors() <= 2) {
      System.getProperties().putIfAbsent(COMMON_POOL, "2");
    }
  }

  /** Returns whether a request for help or the version has been answered, and all is done. */
  private static boolean parse(String name, Arguments arguments, String... args) {
    CommandLine line = new CommandLine(arguments).setCommandName("java -jar " + name + ".jar");
    line.getCommandSpec().version(name + " " + version());
    line.parseArgs(args);
    return CommandLine.printHelpIfRequested(line.getParseResult());
  }

  private static <S extends ServiceSettings> void start(
      Drain drain, String name, List<String> services, Program<S> program, S settings) {
    Supplier<Map<String, String>> marks =
        settings.tracing().enabled() ? Tracing::marks : Logging.NO_MARKS;
    Logging.configure(settings.log(), marks);
    Logger log = LoggerFactory.getLogger(Launcher.class);
    List<RunningService> running;
    ClusterNode node;
    try {
      drain.starting(settings.drain().timeout());
      Platform platform = Platform.start(name, settings, services);
      drain.starting(platform);
      running = program.start(platform, settings);
      node = platform.node();
    } catch (RuntimeException failure) {
      if (!drain.hasBegun()) {
        throw failure;
      }
      drain.failed();
      return;
    }
    drain.up(running);
    log.info(
        "{} is up: {}; {} instance(s) in cluster {}; {} s after start",
        name,
        running.stream().map(service -> addresses(service.addresses())).collect(joining("; ")),
        node.membership().instancesOf(services.get(0)).size(),
        settings.cluster().enabled() ? settings.cluster().name() : "(none)",
        String.format(Locale.ROOT, "%.1f", ManagementFactory.getRuntimeMXBean().getUptime() / 1e3));
  }

  private static String addresses(Map<String, String> addresses) {
    return addresses.entrySet().stream()
        .map(address -> address.getKey() + " " + address.getValue())
        .collect(joining(", "));
  }

  private static String version() {
    String version = Launcher.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }

  /** Ends without the drain: nothing was served yet. */
  private static void end(int code, String line) {
    System.err.println(line);
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }
}
