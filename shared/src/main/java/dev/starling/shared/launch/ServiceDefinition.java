package dev.starling.shared.launch;

import dev.starling.shared.settings.ServiceSettings;
import io.vertx.core.Deployable;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * All that has to be said of a service to run it.
 *
 * @param name names its jar, its settings file and its metrics
 * @param settings its settings' type
 * @param host the address it serves users on; management uses the same unless told otherwise
 * @param verticle makes one event-loop instance of its verticle
 */
public record ServiceDefinition<S extends ServiceSettings>(
    String name,
    Class<S> settings,
    Function<S, String> host,
    BiFunction<S, ServiceContext, Deployable> verticle) {}
