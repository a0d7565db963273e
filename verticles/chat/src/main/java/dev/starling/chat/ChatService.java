package dev.starling.chat;

import dev.starling.shared.contract.BearerTokens;
import dev.starling.shared.launch.Launcher;
import dev.starling.shared.launch.ServiceDefinition;
import java.util.Optional;

/** One room for terminals and browsers. */
public final class ChatService {
  /** What it takes to run it. */
  public static final ServiceDefinition<ChatSettings> DEFINITION =
      new ServiceDefinition<>(
          "chat",
          ChatSettings.class,
          settings -> settings.http().listener().host(),
          ChatVerticle::new,
          ChatService::contradiction);

  private ChatService() {}

  private static Optional<String> contradiction(ChatSettings settings) {
    boolean wantsDatabase = settings.transcript().store() == ChatSettings.Store.POSTGRES;
    return wantsDatabase && settings.database().uri().isEmpty()
        ? Optional.of(
            "database.uri is empty: transcript.store postgres needs the address of a database,"
                + " such as postgresql://user:password@host:5432/name")
        : BearerTokens.contradiction(settings.auth().jwt());
  }

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
