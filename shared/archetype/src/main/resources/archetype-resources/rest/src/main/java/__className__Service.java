package ${package};

import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.database.Database;

/** Starts the service. */
public final class ${className}Service {
  static final ServiceDefinition<${className}Settings> DEFINITION =
      new ServiceDefinition<>(
          "${artifactId}",
          ${className}Settings.class,
          settings -> settings.http().listener().host(),
          ${className}Verticle::new,
          settings -> Database.validate(settings.database()));

  private ${className}Service() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
