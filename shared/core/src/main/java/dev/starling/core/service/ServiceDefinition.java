package dev.starling.core.service;

import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.ServiceSettings;
import io.vertx.core.Deployable;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * All that has to be said of a service to run it.
 *
 * @param name names its jar, its settings file and its metrics
 * @param settings its settings' type
 * @param host the address it serves users on; management uses the same unless its own setting says
 *     otherwise
 * @param verticle makes one event-loop instance of its verticle
 * @param validation what is wrong with settings that are each valid; empty when nothing is
 */
public record ServiceDefinition<S extends ServiceSettings>(
    String name,
    Class<S> settings,
    Function<S, String> host,
    BiFunction<S, ServiceContext, Deployable> verticle,
    Function<S, Optional<BadSetting>> validation) {

  /** A service whose settings cannot contradict each other. */
  public ServiceDefinition(
      String name,
      Class<S> settings,
      Function<S, String> host,
      BiFunction<S, ServiceContext, Deployable> verticle) {
    this(name, settings, host, verticle, any -> Optional.empty());
  }
}
