package dev.starling.rest;

import dev.starling.shared.contract.BearerTokens;
import dev.starling.shared.database.Database;
import dev.starling.shared.launch.Launcher;
import dev.starling.shared.launch.ServiceDefinition;

/** The product catalogue. */
public final class RestService {
  /** What it takes to run it. */
  public static final ServiceDefinition<RestSettings> DEFINITION =
      new ServiceDefinition<>(
          "rest",
          RestSettings.class,
          settings -> settings.http().listener().host(),
          RestVerticle::new,
          settings ->
              Database.missing(settings.database())
                  .or(() -> BearerTokens.contradiction(settings.auth().jwt())));

  private RestService() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
