package dev.starling.chat;

import dev.starling.chat.settings.ChatSettings;
import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.BadSetting;
import dev.starling.database.Database;
import dev.starling.web.auth.BearerTokens;
import java.util.Optional;

/** One room for terminals and browsers. */
public final class ChatService {
  /** The service as the launcher runs it. */
  public static final ServiceDefinition<ChatSettings> DEFINITION =
      new ServiceDefinition<>(
          "chat",
          ChatSettings.class,
          settings -> settings.http().listener().host(),
          ChatVerticle::new,
          ChatService::validate);

  private ChatService() {}

  private static Optional<BadSetting> validate(ChatSettings settings) {
    boolean wantsDatabase = settings.transcript().store() == ChatSettings.Store.POSTGRES;
    return (wantsDatabase ? Database.validate(settings.database()) : Optional.<BadSetting>empty())
        .or(() -> BearerTokens.validate(settings.auth().jwt()));
  }

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
