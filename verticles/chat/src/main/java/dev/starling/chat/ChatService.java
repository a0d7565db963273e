package dev.starling.chat;

import dev.starling.shared.launch.Launcher;
import dev.starling.shared.launch.ServiceDefinition;

/** One room for terminals and browsers. */
public final class ChatService {
  /** What it takes to run it. */
  public static final ServiceDefinition<ChatSettings> DEFINITION =
      new ServiceDefinition<>(
          "chat",
          ChatSettings.class,
          settings -> settings.http().listener().host(),
          ChatVerticle::new);

  private ChatService() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
