package dev.starling.testing;

import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceContext;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.net.tcp.TcpEndpoint;
import io.smallrye.config.ConfigMapping;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetSocket;

/**
 * A small service: each connection is sent how many there are in the cluster, at every change and
 * whenever it asks.
 */
public final class VisitorsService {
  static final ServiceDefinition<VisitorsSettings> DEFINITION =
      new ServiceDefinition<>(
          "visitors", VisitorsSettings.class, given -> given.tcp().host(), VisitorsVerticle::new);

  private VisitorsService() {}

  /** Where it listens. */
  @ConfigMapping
  public interface VisitorsSettings extends ServiceSettings {
    Listener tcp();
  }

  private static final class VisitorsVerticle extends VerticleBase {
    private final VisitorsSettings settings;
    private final ServiceContext service;

    VisitorsVerticle(VisitorsSettings settings, ServiceContext service) {
      this.settings = settings;
      this.service = service;
    }

    @Override
    public Future<?> start() {
      return service.listen(
          TcpEndpoint.server(service).connectHandler(this::connected),
          settings.tcp().host(),
          settings.tcp().port());
    }

    private void connected(NetSocket socket) {
      // First, so that no change between the welcome and this is missed.
      service.roster().watch(online -> socket.write(online + "\n"));
      // A question waits until this connection is counted.
      socket.pause();
      service
          .roster()
          .arrive(
              online -> {
                socket.write(online + "\n");
                socket.handler(question -> socket.write(service.roster().total() + "\n"));
                socket.resume();
              });
      socket.closeHandler(closed -> service.roster().depart());
    }
  }

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
