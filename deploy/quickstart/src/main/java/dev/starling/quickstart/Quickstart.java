package dev.starling.quickstart;

import dev.starling.cart.CartService;
import dev.starling.chat.ChatService;
import dev.starling.core.launch.Launcher;
import dev.starling.core.launch.Platform;
import dev.starling.core.launch.RunningService;
import dev.starling.core.launch.StartFailure;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.counter.CounterService;
import dev.starling.echo.EchoService;
import dev.starling.favorites.FavoritesService;
import dev.starling.inventory.InventoryService;
import dev.starling.probe.ProbeService;
import dev.starling.promotions.PromotionsService;
import dev.starling.recommendations.RecommendationsService;
import dev.starling.rest.RestService;
import dev.starling.storefront.StorefrontService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All services in one process behind one origin, with a database: Starling on a laptop. */
public final class Quickstart {
  private static final long DATABASE_SECONDS = 60;

  private static final List<HostedService<?>> SERVICES =
      List.of(
          HostedService.on("products", RestService.DEFINITION),
          HostedService.on("inventory", InventoryService.DEFINITION),
          HostedService.on("favorites", FavoritesService.DEFINITION),
          HostedService.on("cart", CartService.DEFINITION),
          HostedService.on("promotions", PromotionsService.DEFINITION),
          HostedService.on("recommendations", RecommendationsService.DEFINITION),
          new HostedService<>(StorefrontService.DEFINITION, "http.port"),
          new HostedService<>(ProbeService.DEFINITION, "http.port"),
          new HostedService<>(ChatService.DEFINITION, "tcp.port", "http.port"),
          new HostedService<>(CounterService.DEFINITION, "http.port"),
          new HostedService<>(EchoService.DEFINITION, "tcp.port"));

  private Quickstart() {}

  public static void main(String[] args) {
    Launcher.run(
        "quickstart",
        SERVICES.stream().map(HostedService::name).toList(),
        QuickstartSettings.class,
        Quickstart::start,
        args);
  }

  static List<RunningService> start(Platform platform, QuickstartSettings settings) {
    Path directory = directory(settings);
    System.out.println("Starting PostgreSQL, with its data in " + directory);
    LocalDatabase database = startDatabase(platform, settings, directory);
    // The edge is last to start: it wants the others' addresses.
    List<RunningService> services = new ArrayList<>();
    for (HostedService<?> service : SERVICES) {
      services.add(service.start(platform, settings, own(service, database, settings)));
    }
    Routes routes = new Routes(services);
    RunningService edge =
        platform.run(
            new ServiceDefinition<>(
                "edge",
                QuickstartSettings.class,
                own -> own.http().listener().host(),
                (own, context) -> new EdgeVerticle(own, context, routes)),
            settings);
    System.out.print(Overview.of(edge, services, database, directory));
    // In this order they stop: the edge first.
    List<RunningService> all = new ArrayList<>(List.of(edge));
    all.addAll(services);
    return all;
  }

  private static Path directory(QuickstartSettings settings) {
    return settings
        .database()
        .directory()
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".starling", "quickstart"))
        .toAbsolutePath();
  }

  private static LocalDatabase startDatabase(
      Platform platform, QuickstartSettings settings, Path directory) {
    LocalDatabase database =
        new LocalDatabase(
            directory,
            settings.database().port(),
            SERVICES.stream().map(HostedService::database).flatMap(Optional::stream).toList());
    try {
      platform.node().vertx().deployVerticle(database).await(DATABASE_SECONDS, TimeUnit.SECONDS);
      return database;
    } catch (StartFailure failure) {
      throw failure;
    } catch (RuntimeException | TimeoutException failure) {
      throw new StartFailure(
          "quickstart: cannot start PostgreSQL in %s (database.directory): %s"
              .formatted(directory, failure.getMessage()),
          failure);
    }
  }

  private static Map<String, String> own(
      HostedService<?> service, LocalDatabase database, QuickstartSettings settings) {
    Map<String, String> own = new HashMap<>();
    service.database().ifPresent(name -> own.put("database.uri", database.uri(name)));
    int port = settings.http().listener().port();
    if (service.name().equals(ProbeService.DEFINITION.name()) && port != 0) {
      // What probe may ask on this machine: the one origin, and nothing behind it.
      own.put("allow", "127.0.0.1:%1$d,localhost:%1$d".formatted(port));
    }
    return own;
  }
}
