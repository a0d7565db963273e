package dev.starling.quickstart;

import dev.starling.chat.ChatService;
import dev.starling.counter.CounterService;
import dev.starling.echo.EchoService;
import dev.starling.shared.launch.Launcher;
import dev.starling.shared.launch.Platform;
import dev.starling.shared.launch.RunningService;
import dev.starling.shared.launch.ServiceDefinition;
import java.util.ArrayList;
import java.util.List;

/** All services in one process behind one origin: Starling on a laptop. */
public final class Quickstart {
  private static final List<Tenant<?>> TENANTS =
      List.of(
          new Tenant<>(ChatService.DEFINITION, List.of("tcp.port", "http.port")),
          new Tenant<>(CounterService.DEFINITION, List.of("http.port")),
          new Tenant<>(EchoService.DEFINITION, List.of("tcp.port")));

  private Quickstart() {}

  public static void main(String[] args) {
    Launcher.run(
        "quickstart",
        TENANTS.stream().map(Tenant::name).toList(),
        QuickstartSettings.class,
        Quickstart::start,
        args);
  }

  static List<RunningService> start(Platform platform, QuickstartSettings settings) {
    List<RunningService> services =
        TENANTS.stream().map(tenant -> tenant.start(platform, settings)).toList();
    Routes routes = new Routes(services);
    RunningService edge =
        platform.run(
            new ServiceDefinition<>(
                "edge",
                QuickstartSettings.class,
                own -> own.http().listener().host(),
                (own, context) -> new EdgeVerticle(own, context, routes)),
            settings);
    System.out.print(Overview.of(edge, services));
    // In this order they stop: the edge first.
    List<RunningService> all = new ArrayList<>(List.of(edge));
    all.addAll(services);
    return all;
  }
}
