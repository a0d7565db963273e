package dev.starling.core.launch;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line that all services have. */
@Command(sortOptions = false, usageHelpAutoWidth = true)
final class Arguments {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file (YAML); may be given several times, a later one wins.")
  List<Path> config = List.of();

  @Option(names = "--print-config", description = "Print the settings in force, and exit.")
  boolean printConfig;

  @Option(names = "--sample-data", description = "Fill an empty database with sample rows.")
  boolean sampleData;

  @Option(names = "--help", usageHelp = true, description = "Print this, and exit.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Print the version, and exit.")
  boolean version;
}
