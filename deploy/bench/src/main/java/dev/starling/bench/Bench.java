package dev.starling.bench;

import dev.starling.bench.load.CrowdCommand;
import dev.starling.bench.peer.PeerCommand;
import dev.starling.bench.report.Finding;
import dev.starling.bench.report.Machine;
import dev.starling.bench.report.ResultsFolder;
import dev.starling.bench.setup.Setup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** The command: measures and prints the tables as Markdown. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures Starling's services, from outside, beside bare Vert.x and others.",
    subcommands = {PeerCommand.class, CrowdCommand.class})
public final class Bench implements Callable<Integer> {
  /** As in deploy/systemd. */
  private static final String PRODUCTION_FLAGS = "-XX:MaxRAM=512m -XX:MaxRAMPercentage=50";

  @Parameters(
      index = "0",
      arity = "0..1",
      defaultValue = "all",
      description = "What to measure: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Part part;

  @Option(
      names = "--project",
      defaultValue = ".",
      description = "Root of the built project (default: here).")
  private Path project;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Rounds per figure (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--forks",
      defaultValue = "3",
      description = "How often a comparison starts its servers anew (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--clients",
      split = ",",
      defaultValue = "5000,10000",
      description = "WebSocket clients of the counter (default: ${DEFAULT-VALUE}).")
  private List<Integer> clients;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "Length of one round of echo, rest, storefront (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--jvm",
      split = " ",
      defaultValue = "-Xmx1g",
      description = "JVM flags of both servers of a comparison (default: ${DEFAULT-VALUE}).")
  private List<String> jvmFlags;

  @Option(
      names = "--control",
      description = "Bare Vert.x on both sides: ratios differ from 1 only by chance.")
  private boolean control;

  @Option(
      names = "--raw",
      description = "The counter's peer writes bytes past Vert.x, straight to Netty.")
  private boolean raw;

  @Option(names = "--durable", description = "Writes to the catalogue wait for the disk.")
  private boolean durable;

  @Option(
      names = "--python",
      defaultValue = "/usr/bin/python3",
      description = "Interpreter of the peers in Python (default: ${DEFAULT-VALUE}).")
  private String python;

  @Option(
      names = "--node",
      defaultValue = "/usr/bin/node",
      description = "Program of the peers on Node (default: ${DEFAULT-VALUE}).")
  private String node;

  @Option(
      names = "--production-jvm",
      split = " ",
      defaultValue = PRODUCTION_FLAGS,
      description = "JVM flags of those that hold idle connections (default: ${DEFAULT-VALUE}).")
  private List<String> productionFlags;

  @Option(
      names = "--idle",
      split = ",",
      defaultValue = "18000,50000",
      description = "Idle WebSockets on one instance and on three (default: ${DEFAULT-VALUE}).")
  private List<Integer> idle;

  @Option(names = "--quick", description = "Only what is compared, at one size, warmed up less.")
  private boolean quick;

  @Option(
      names = "--versions",
      defaultValue = "",
      description = "What the peers are, to be said with the results.")
  private String versions;

  @Option(names = "--results", description = "Folder for tables, plots and raw figures.")
  private Path results;

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    CommandLine command =
        new CommandLine(new Bench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            // The script's defaults may be given again.
            .setOverwrittenOptionsAllowed(true)
            .setExecutionExceptionHandler(Bench::explain);
    int code = command.execute(arguments);
    boolean servesOn =
        code == 0
            && command.getParseResult().hasSubcommand()
            && command.getParseResult().subcommand().commandSpec().name().equals(PeerCommand.NAME);
    if (!servesOn) {
      System.exit(code);
    }
  }

  private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      command.getErr().println(cause.getMessage());
    }
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Setup setup =
        new Setup(
            project,
            rounds,
            forks,
            clients,
            Duration.ofSeconds(seconds),
            jvmFlags,
            control,
            raw,
            durable,
            python,
            node,
            quick,
            productionFlags,
            new Setup.Idle(idle.get(0), idle.get(idle.size() - 1)));
    String machine = Machine.describe() + (versions.isEmpty() ? "" : ". Peers: " + versions);
    Optional<ResultsFolder> folder =
        results == null ? Optional.empty() : Optional.of(new ResultsFolder(results, machine));
    System.out.println(machine + "\n");
    int failed = 0;
    for (Measurement measurement : part.measurements(setup)) {
      try {
        List<? extends Finding> findings = measurement.run();
        findings.forEach(finding -> System.out.println(finding.toMarkdown()));
        if (folder.isPresent()) {
          folder.get().add(findings);
        }
      } catch (IOException | RuntimeException failure) {
        failed++;
        String what = measurement.getClass().getSimpleName() + ": " + failure.getMessage();
        System.err.println("FAILED: " + what);
        if (folder.isPresent()) {
          folder.get().fail(what);
        }
      }
    }
    return failed == 0 ? 0 : 1;
  }
}
