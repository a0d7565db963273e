package dev.starling.counter;

import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.web.auth.BearerTokens;

/** How many users are online, in the whole cluster. */
public final class CounterService {
  /** The service as the launcher runs it. */
  public static final ServiceDefinition<CounterSettings> DEFINITION =
      new ServiceDefinition<>(
          "counter",
          CounterSettings.class,
          settings -> settings.http().listener().host(),
          CounterVerticle::new,
          settings -> BearerTokens.validate(settings.auth().jwt()));

  private CounterService() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
