package dev.starling.terminal;

import dev.starling.terminal.chat.ChatCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starling at the command line. Each subcommand is a class of its own, named here. */
@Command(
    name = "java -jar terminal.jar",
    description = "Starling at the command line.",
    subcommands = ChatCommand.class,
    mixinStandardHelpOptions = true,
    versionProvider = TerminalProgram.Version.class,
    scope = CommandLine.ScopeType.INHERIT)
public final class TerminalProgram implements Runnable {
  @Spec private CommandSpec spec;

  private TerminalProgram() {}

  /**
   * Runs one subcommand and ends the process: 0 when all went well, 1 when it did not, 2 when the
   * command line made no sense.
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new TerminalProgram()).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which command to run");
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = TerminalProgram.class.getPackage().getImplementationVersion();
      return new String[] {"terminal " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
