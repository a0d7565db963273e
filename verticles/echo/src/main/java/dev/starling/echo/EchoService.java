package dev.starling.echo;

import dev.starling.shared.launch.Launcher;
import dev.starling.shared.service.ServiceDefinition;

/** What comes in goes out again. */
public final class EchoService {
  /** What it takes to run it. */
  public static final ServiceDefinition<EchoSettings> DEFINITION =
      new ServiceDefinition<>(
          "echo", EchoSettings.class, settings -> settings.tcp().host(), EchoVerticle::new);

  private EchoService() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
