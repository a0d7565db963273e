package dev.starling.core.launch;

import dev.starling.core.cluster.ClusterNode;
import dev.starling.core.observability.ConnectionMetrics;
import dev.starling.core.observability.Health;
import dev.starling.core.roster.LiveRoster;
import dev.starling.core.service.ServiceContext;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.tls.ServerCertificate;
import dev.starling.net.internal.TcpServers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * A service that runs in this process: its roster, its verticle on some event loops, its management
 * port. Starting and stopping block the caller, which is no event loop; what the verticle calls is
 * safe from any.
 */
public final class RunningService implements ServiceContext {
  private final Platform platform;
  private final String name;
  private final ClusterNode node;
  private final Vertx vertx;
  private final LiveRoster roster;
  private final Optional<ServerCertificate> certificate;
  private final ServiceSettings settings;
  private final Map<Class<?>, Object> singletons = new ConcurrentHashMap<>();
  private final Map<String, ConnectionMetrics> connectionMetrics = new ConcurrentHashMap<>();
  private final Listeners listeners;
  private final Map<String, String> addresses = new ConcurrentSkipListMap<>();
  private final AtomicReference<String> state;
  private final SharedVerticles shared;
  private String deployment;
  private String rosterDeployment;

  private RunningService(
      Platform platform,
      String name,
      ClusterNode node,
      ServiceSettings settings,
      Optional<ServerCertificate> certificate,
      AtomicReference<String> state) {
    this.platform = platform;
    this.name = name;
    this.node = node;
    this.settings = settings;
    this.listeners = new Listeners(settings, platform::bindable);
    this.vertx = node.vertx();
    this.shared = new SharedVerticles(vertx);
    this.roster = new LiveRoster(name, node.bus(), node.membership());
    this.certificate = certificate;
    this.state = state;
  }

  static <S extends ServiceSettings> RunningService start(
      Platform platform, ServiceDefinition<S> service, S settings) {
    // Before the cluster is joined: a start that takes long, or fails, can be watched.
    AtomicReference<String> state = new AtomicReference<>("starting");
    platform
        .management()
        .health()
        .ready(service.name(), () -> Optional.of(state.get()).filter(text -> !text.isEmpty()));
    Optional<ServerCertificate> certificate = ServiceStart.certificate(settings);
    String management = ServiceStart.manage(platform, service, settings, certificate);
    RunningService running =
        new RunningService(platform, service.name(), platform.node(), settings, certificate, state);
    running.addresses.put("management", management);
    running.watch();
    ServiceStart.await(service.name(), running.deploy(service, settings));
    state.set("");
    return running;
  }

  @Override
  public String name() {
    return name;
  }

  /** Ports that it listens on, by purpose: {@code http}, {@code tcp}, {@code management}. */
  public Map<String, String> addresses() {
    return addresses;
  }

  /** From now on not ready: load balancers should send no one any more. */
  public void retire() {
    state.set("draining");
  }

  /**
   * Stops accepting, lets what is in flight finish, closes connections, says goodbye.
   *
   * @throws TimeoutException when it took longer
   */
  public void stop(long timeout, TimeUnit unit) throws TimeoutException {
    retire();
    vertx.undeploy(deployment).await(timeout, unit);
    shared.stop(timeout, unit);
    vertx.undeploy(rosterDeployment).await(timeout, unit);
  }

  @Override
  public ClusterNode node() {
    return node;
  }

  @Override
  public <V extends Deployable> Future<V> shared(Class<V> type, Supplier<V> make) {
    return shared.get(type, make);
  }

  @Override
  public MeterRegistry metrics() {
    return platform.management().metrics();
  }

  @Override
  public LiveRoster roster() {
    return roster;
  }

  @Override
  public Health health() {
    return platform.management().health();
  }

  @Override
  public ConnectionMetrics connections(String transport) {
    return connectionMetrics.computeIfAbsent(
        transport, first -> new ConnectionMetrics(metrics(), name, first));
  }

  @Override
  public ServiceSettings settings() {
    return settings;
  }

  @Override
  public <T> T singleton(Class<T> type, Supplier<T> make) {
    return type.cast(singletons.computeIfAbsent(type, first -> make.get()));
  }

  @Override
  public <T> T applies(T server, Supplier<Future<Void>> drain) {
    listeners.applies(server, drain);
    return server;
  }

  @Override
  public Future<HttpServer> listen(HttpServer server, String host, int port) {
    return listen(
        "http", server, host, port, server::listen, server::shutdown, HttpServer::actualPort);
  }

  @Override
  public Future<NetServer> listen(NetServer server, String host, int port) {
    return listen(
        "tcp", server, host, port, server::listen, server::shutdown, NetServer::actualPort);
  }

  private <T> Future<T> listen(
      String purpose,
      T server,
      String host,
      int port,
      BiFunction<Integer, String, Future<T>> bind,
      BiFunction<Long, TimeUnit, Future<Void>> shutdown,
      ToIntFunction<T> actualPort) {
    Optional<String> ignored = listeners.ignoredBy(server);
    if (ignored.isPresent()) {
      return Future.failedFuture(Listeners.notApplied(ignored.get(), host + ":" + port));
    }
    Context instance = vertx.getOrCreateContext();
    Optional<String> place = listeners.place(instance, purpose, host, port);
    if (place.isEmpty()) {
      return Future.failedFuture(
          StartFailure.cannotListen(
              name, purpose, host, port, new IllegalStateException("it listens there already")));
    }
    long patience = settings.drain().timeout().toMillis();
    listeners.drainAtStop(instance, server, () -> shutdown.apply(patience, TimeUnit.MILLISECONDS));
    return bind.apply(listeners.bindable(place.get(), port), host)
        .onSuccess(bound -> addresses.put(place.get(), host + ":" + actualPort.applyAsInt(bound)))
        .recover(
            failure ->
                Future.failedFuture(StartFailure.cannotListen(name, purpose, host, port, failure)));
  }

  @Override
  public Optional<KeyCertOptions> certificate() {
    return certificate.map(ServerCertificate::options);
  }

  private void watch() {
    certificate.ifPresent(
        shown -> {
          shown.watch().begin(vertx);
          shown.watch().measure(metrics(), name, "listeners");
        });
    node.certificate().ifPresent(shown -> shown.measure(metrics(), name, "bus"));
    Gauge.builder("starling.roster.size", roster, LiveRoster::total)
        .description("Connections in the whole cluster, as this instance knows it")
        .tag("service", name)
        .register(platform.management().metrics());
    health()
        .ready(
            name + "-roster",
            () ->
                roster.isSynced()
                    ? Optional.empty()
                    : Optional.of("not yet heard from every other instance"));
  }

  private <S extends ServiceSettings> Future<?> deploy(ServiceDefinition<S> service, S settings) {
    int instances =
        settings.instances() > 0
            ? settings.instances()
            : Runtime.getRuntime().availableProcessors();
    Set<String> before = TcpServers.listening(vertx);
    return vertx
        .deployVerticle(roster)
        .onSuccess(id -> rosterDeployment = id)
        .compose(
            deployed ->
                vertx.deployVerticle(
                    () ->
                        new DrainedVerticle(
                            vertx, service.verticle().apply(settings, this), listeners, metrics()),
                    new DeploymentOptions().setInstances(instances)))
        .onSuccess(id -> deployment = id)
        .compose(
            id -> {
              Set<String> opened = new HashSet<>(TcpServers.listening(vertx));
              opened.removeAll(before);
              return listeners
                  .ignoredBeside(opened, addresses.values())
                  .map(Future::<String>failedFuture)
                  .orElse(Future.succeededFuture(id));
            });
  }
}
