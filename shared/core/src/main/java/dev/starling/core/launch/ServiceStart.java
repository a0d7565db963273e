package dev.starling.core.launch;

import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.BadSetting;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.tls.ServerCertificate;
import dev.starling.core.tls.UnusableFiles;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.net.KeyCertOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Steps of a service's start that come before it is deployed. They block. */
final class ServiceStart {
  private static final long SECONDS = 30;

  private ServiceStart() {}

  /**
   * The certificate of its listeners.
   *
   * @throws BadSetting when its files cannot be used
   */
  static Optional<ServerCertificate> certificate(ServiceSettings settings) {
    try {
      return ServerCertificate.of(settings.tls());
    } catch (UnusableFiles failure) {
      throw failure.badSetting();
    }
  }

  /**
   * Opens its management port.
   *
   * @return where it listens
   */
  static <S extends ServiceSettings> String manage(
      Platform platform,
      ServiceDefinition<S> service,
      S settings,
      Optional<ServerCertificate> certificate) {
    String host = settings.management().host().orElse(service.host().apply(settings));
    int port = settings.management().port();
    Optional<KeyCertOptions> shown =
        certificate.filter(any -> settings.management().tls()).map(ServerCertificate::options);
    Future<Integer> listening =
        platform
            .management()
            .serve(host, port, settings.management().logLevels(), shown)
            .recover(
                failure ->
                    Future.failedFuture(
                        StartFailure.cannotListen(
                            service.name(), "management", host, port, failure)));
    return NetUtil.toSocketAddressString(host, await(service.name(), listening));
  }

  /**
   * Waits for a part of the start.
   *
   * @throws StartFailure when it fails, or takes too long
   */
  static <T> T await(String name, Future<T> future) {
    try {
      return future.await(SECONDS, TimeUnit.SECONDS);
    } catch (StartFailure | BadSetting failure) {
      throw failure;
    } catch (TimeoutException failure) {
      throw new StartFailure(name + " did not start within " + SECONDS + " s", failure);
    } catch (RuntimeException failure) {
      throw new StartFailure(name + " did not start: " + StartFailure.reason(failure), failure);
    }
  }
}
