package dev.starling.probe;

import dev.starling.core.service.ServiceContext;
import dev.starling.probe.context.ProbeContext;
import dev.starling.probe.context.ProbeSettings;
import dev.starling.probe.guard.Resolver;
import dev.starling.probe.web.RequestRoutes;
import dev.starling.web.http.HttpEndpoint;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.function.Function;

/** Serves the page, reports and runs to watch on one event loop. */
final class ProbeVerticle extends VerticleBase {
  /** There are no WebSockets here. */
  private static final int NO_FRAMES = 1_024;

  private final ProbeSettings settings;
  private final ServiceContext service;
  private final Function<Vertx, Resolver> resolver;

  ProbeVerticle(ProbeSettings settings, ServiceContext service) {
    this(settings, service, Resolver::of);
  }

  ProbeVerticle(
      ProbeSettings settings, ServiceContext service, Function<Vertx, Resolver> resolver) {
    this.settings = settings;
    this.service = service;
    this.resolver = resolver;
  }

  @Override
  public Future<?> start() {
    return service
        .shared(ProbeContext.class, () -> new ProbeContext(settings, service.metrics(), resolver))
        .compose(this::serve);
  }

  private Future<?> serve(ProbeContext probe) {
    return new HttpEndpoint(vertx, service, settings.http(), settings, NO_FRAMES)
        .listen(RequestRoutes.router(vertx, settings, probe));
  }
}
