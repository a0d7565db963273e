package dev.starling.web.http;

import dev.starling.core.service.ServiceContext;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.tls.ServerCertificate;
import dev.starling.core.tls.UnusableFiles;
import dev.starling.net.limits.ConnectionLimiter;
import dev.starling.testing.TcpClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A front on a free port, without a service around it. */
final class FrontRig implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final HttpEndpoint endpoint;
  final int port;

  /** What differs between the tests. */
  record Setup(
      List<String> origins,
      boolean accessLog,
      Duration drain,
      HttpEndpoint.Patience patience,
      Optional<String> certificate,
      Optional<String> key) {
    static final Setup PLAIN =
        new Setup(
            List.of(),
            false,
            Duration.ofSeconds(2),
            HttpEndpoint.Patience.DEFAULT,
            Optional.empty(),
            Optional.empty());

    Setup origins(String... allowed) {
      return new Setup(List.of(allowed), accessLog, drain, patience, certificate, key);
    }

    Setup logged() {
      return new Setup(origins, true, drain, patience, certificate, key);
    }

    Setup patience(long headMillis, long bodyMillis) {
      HttpEndpoint.Patience shorter =
          new HttpEndpoint.Patience(Duration.ofMillis(headMillis), Duration.ofMillis(bodyMillis));
      return new Setup(origins, accessLog, drain, shorter, certificate, key);
    }

    Setup tls(String certificatePem, String keyPem) {
      return new Setup(
          origins, accessLog, drain, patience, Optional.of(certificatePem), Optional.of(keyPem));
    }
  }

  FrontRig(Setup setup, Handler<HttpServerRequest> handler) {
    ServiceSettings.Listener listener =
        settings(ServiceSettings.Listener.class, "host", "127.0.0.1", "port", 0);
    ServiceSettings.Http http =
        settings(
            ServiceSettings.Http.class,
            "listener",
            listener,
            "origins",
            setup.origins().isEmpty() ? Optional.empty() : Optional.of(setup.origins()),
            "accessLog",
            setup.accessLog());
    ServiceSettings.Tls tls =
        settings(ServiceSettings.Tls.class, "certificate", setup.certificate(), "key", setup.key());
    ServiceSettings.Connections connections =
        settings(
            ServiceSettings.Connections.class,
            "max",
            0,
            "perAddress",
            0,
            "ratePerAddress",
            0,
            "burstPerAddress",
            1,
            "exempt",
            Optional.empty(),
            "proxyProtocol",
            false);
    ServiceContext service =
        settings(
            ServiceContext.class,
            "singleton",
            new ConnectionLimiter("front", connections, new SimpleMeterRegistry()),
            "certificate",
            certificate(tls));
    ServiceSettings.Drain drain = settings(ServiceSettings.Drain.class, "timeout", setup.drain());
    ServiceSettings settings = settings(ServiceSettings.class, "tls", tls, "drain", drain);
    endpoint = new HttpEndpoint(vertx, service, http, settings, 4_096, setup.patience());
    port = onLoop(() -> endpoint.listen(handler)).map(HttpServer::actualPort).await();
  }

  static FrontRig of(Handler<HttpServerRequest> handler) {
    return new FrontRig(Setup.PLAIN, handler);
  }

  TcpClient connect() throws IOException {
    return new TcpClient(port);
  }

  /** Sends a request as it stands, and reads what comes until the server ends the connection. */
  String talk(String request) throws IOException {
    try (TcpClient client = connect()) {
      client.send(request);
      return new String(client.rest(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Begins the drain; returns once it has begun. */
  Future<Void> shutdown() {
    Future<Void> drained = onLoop(endpoint::shutdown);
    onLoop(Future::succeededFuture).await();
    return drained;
  }

  /** Runs on the event loop of the front and its connections. */
  void run(Runnable action) {
    context.runOnContext(v -> action.run());
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private <T> Future<T> onLoop(Supplier<Future<T>> call) {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> call.get().onComplete(done));
    return done.future();
  }

  private static Optional<KeyCertOptions> certificate(ServiceSettings.Tls tls) {
    try {
      return ServerCertificate.of(tls).map(ServerCertificate::options);
    } catch (UnusableFiles failure) {
      throw new IllegalArgumentException(failure);
    }
  }

  /** Settings with these values; a service context that just listens. */
  private static <T> T settings(Class<T> type, Object... namesAndValues) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("applies")) {
                return arguments[0];
              }
              if (method.getName().equals("listen")) {
                return ((HttpServer) arguments[0])
                    .listen((Integer) arguments[2], (String) arguments[1]);
              }
              for (int i = 0; i < namesAndValues.length; i += 2) {
                if (namesAndValues[i].equals(method.getName())) {
                  return namesAndValues[i + 1];
                }
              }
              throw new UnsupportedOperationException(method.toString());
            }));
  }
}
