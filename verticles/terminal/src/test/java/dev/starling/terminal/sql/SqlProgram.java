package dev.starling.terminal.sql;

import java.util.logging.LogManager;
import picocli.CommandLine;

/** The client as a program of its own, whatever other commands there are. */
public final class SqlProgram {
  private SqlProgram() {}

  /** Runs it. */
  public static void main(String[] args) {
    LogManager.getLogManager().reset();
    System.exit(new CommandLine(new SqlCommand()).execute(args));
  }
}
