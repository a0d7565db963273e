package dev.starling.terminal.chat;

import dev.starling.terminal.chat.ChatSession.NotAdmitted;
import dev.starling.terminal.screen.Screen;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the chat, as far as its exit code. */
@Command(
    name = "chat",
    description = "Chats, from a terminal or a pipe.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  terminal chat --username ada --bell",
      "  terminal chat --host chat.example.com --port 443 --tls",
      "  uptime | terminal chat --username \"$HOSTNAME\"",
      "",
      "Exit codes:",
      "  0  left; in a pipe also: every line was sent",
      "  1  not reached or not let in; a line of a pipe was not sent",
      "  2  the command line is not valid"
    })
public final class ChatCommand implements Callable<Integer> {
  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Where the server is (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "8006",
      description = "Its HTTP port (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--tls", description = "Connect with TLS.")
  private boolean tls;

  @Option(names = "--username", description = "Who you are; asked for when not given.")
  private String username;

  @Option(
      names = "--token-file",
      paramLabel = "<file>",
      description = "A file with a bearer token, for a server that asks for one.")
  private Path tokenFile;

  @Option(
      names = "--bell",
      description = "Ring the terminal's bell when someone else says something.")
  private boolean bell;

  @Spec private CommandSpec spec;

  /** Made by the command line. */
  public ChatCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Endpoint server = endpoint();
    try (Screen screen = Screen.open(System.getenv())) {
      if (username == null && !screen.interactive()) {
        throw invalid("--username is needed when input or output is not a terminal");
      }
      return new ChatSession(server, screen, bell).run(username);
    } catch (NotAdmitted failure) {
      spec.commandLine().getErr().println(failure.getMessage());
      return ChatSession.FAILED;
    }
  }

  private Endpoint endpoint() {
    try {
      return new Endpoint(host, port, tls, Optional.ofNullable(tokenFile).map(TokenFile::new));
    } catch (IllegalArgumentException failure) {
      throw invalid(failure.getMessage());
    }
  }

  private ParameterException invalid(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
