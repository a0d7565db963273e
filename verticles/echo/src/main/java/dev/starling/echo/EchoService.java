package dev.starling.echo;

import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceDefinition;

/** Sends back what it receives. */
public final class EchoService {
  /** The service as the launcher runs it. */
  public static final ServiceDefinition<EchoSettings> DEFINITION =
      new ServiceDefinition<>(
          "echo", EchoSettings.class, settings -> settings.tcp().host(), EchoVerticle::new);

  private EchoService() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
