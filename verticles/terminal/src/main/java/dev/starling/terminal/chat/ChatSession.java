package dev.starling.terminal.chat;

import dev.starling.terminal.chat.Chat.Beginning;
import dev.starling.terminal.chat.Chat.Start;
import dev.starling.terminal.screen.Line;
import dev.starling.terminal.screen.SafeText;
import dev.starling.terminal.screen.Screen;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One visit to the chat: from the name, through what is typed, to leaving. */
final class ChatSession {
  /** Not let in; the message is for the user. */
  static final class NotAdmitted extends Exception {
    private static final long serialVersionUID = 1L;

    NotAdmitted(String message) {
      super(SafeText.strict(message), null, false, false);
    }
  }

  private static final int DONE = 0;
  static final int FAILED = 1;

  /** A pipe has time; a person wants to know at once. */
  private static final Duration PATIENCE_OF_A_PIPE = Duration.ofSeconds(30);

  private static final Duration PATIENCE_OF_A_PERSON = Duration.ofSeconds(3);

  private final Endpoint server;
  private final Screen screen;
  private final boolean bell;

  /**
   * Starts nothing yet.
   *
   * @param bell whether it rings when others say something
   */
  ChatSession(Endpoint server, Screen screen, boolean bell) {
    this.server = server;
    this.screen = screen;
    this.bell = bell;
  }

  /**
   * Takes part until the input ends; returns the exit code.
   *
   * @param username null to ask for it, until the server takes it
   * @throws NotAdmitted when there was nothing to take part in
   */
  int run(String username) throws InterruptedException, NotAdmitted {
    while (true) {
      Optional<String> name = username == null ? askName() : Optional.of(username);
      if (name.isEmpty()) {
        return DONE;
      }
      try (Chat chat = new Chat(server, name.get(), passing(), lines(name.get()))) {
        Beginning beginning = chat.start();
        if (beginning.start() == Start.ADMITTED) {
          return talk(chat, name.get() + "> ");
        }
        if (beginning.start() == Start.UNREACHABLE) {
          throw new NotAdmitted("cannot reach " + server + ": " + beginning.reason());
        }
        if (username != null) {
          throw new NotAdmitted(beginning.reason());
        }
        problem(beginning.reason());
      }
    }
  }

  private Consumer<Line> lines(String username) {
    return bell ? new Bell(screen, username, System::nanoTime) : screen::show;
  }

  private Optional<String> askName() {
    Optional<String> name;
    do {
      name = screen.ask("User name: ").map(String::strip);
    } while (name.isPresent() && name.get().isEmpty());
    return name;
  }

  /** A person reads the rejection; a pipe waits, for it cannot know how fast it may be. */
  private Set<String> passing() {
    return screen.interactive() ? Set.of("not_accepted") : Set.of("not_accepted", "rate_limited");
  }

  private int talk(Chat chat, String prompt) throws InterruptedException {
    Optional<String> input = screen.read(prompt);
    while (input.isPresent()) {
      if (!say(chat, input.get()) && !screen.interactive()) {
        break;
      }
      input = screen.read(prompt);
    }
    return leave(chat);
  }

  /** Says each line of what was typed or pasted; false when not all could be taken. */
  private boolean say(Chat chat, String input) throws InterruptedException {
    Duration patience = screen.interactive() ? Duration.ZERO : PATIENCE_OF_A_PIPE;
    String[] lines = input.split("\\R", -1);
    for (String line : lines) {
      if (!chat.say(line, patience)) {
        chat.refuse(line);
        return false;
      }
    }
    return true;
  }

  private int leave(Chat chat) throws InterruptedException {
    if (chat.waiting() > 0 && screen.interactive()) {
      screen.show(Line.notice("waiting for what is not yet acknowledged"));
    }
    boolean drained = chat.drain(screen.interactive() ? PATIENCE_OF_A_PERSON : PATIENCE_OF_A_PIPE);
    return drained && (screen.interactive() || chat.isComplete()) ? DONE : FAILED;
  }

  private void problem(String text) {
    screen.show(Line.problem(text));
  }
}
