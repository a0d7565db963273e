package dev.starling.terminal;

import dev.starling.terminal.chat.ChatCommand;
import dev.starling.terminal.load.LoadCommand;
import dev.starling.terminal.sql.SqlCommand;
import java.util.logging.LogManager;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Starling at the command line. Each subcommand is a class of its own, named here. */
@Command(
    name = "terminal",
    description = "Starling at the command line.",
    subcommands = {
      ChatCommand.class,
      LoadCommand.class,
      SqlCommand.class,
      AutoComplete.GenerateCompletion.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = TerminalProgram.Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    footerHeading = "%nExamples:%n",
    footer = {
      "  alias terminal='java -jar terminal.jar'",
      "  terminal chat --username ada",
      "  terminal load http://127.0.0.1:8080/products",
      "  terminal sql postgresql://ada@localhost/products",
      "  terminal load --help",
      "  source <(terminal generate-completion)"
    })
public final class TerminalProgram implements Runnable {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @Spec private CommandSpec spec;

  private TerminalProgram() {}

  /**
   * Runs one subcommand and ends the process: 0 when all went well, 1 when it did not, 2 when the
   * command line made no sense.
   */
  public static void main(String[] args) {
    // What libraries would log is said in the program's own words, or of no use at a terminal.
    LogManager.getLogManager().reset();
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return WholeNumbers.registered(new CommandLine(new TerminalProgram()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(TerminalProgram::makesNoSense)
        .setExecutionExceptionHandler(TerminalProgram::failed);
  }

  /** One line on what is wrong: the whole help would push it off the screen. */
  private static int makesNoSense(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    command.getErr().println(failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, command.getErr());
    command
        .getErr()
        .println(
            "Try '" + command.getCommandSpec().qualifiedName() + " --help' for what there is.");
    return USAGE;
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println("internal error: " + failure);
    return FAILED;
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
