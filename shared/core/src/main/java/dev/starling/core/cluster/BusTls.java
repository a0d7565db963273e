package dev.starling.core.cluster;

import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.tls.CertificateReloader;
import dev.starling.core.tls.Credentials;
import dev.starling.core.tls.PemFiles;
import dev.starling.core.tls.UnusableFiles;
import dev.starling.net.internal.EventBusSockets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Mutual TLS on the event bus: every instance shows its certificate, and speaks only with those
 * that show one signed by the same authority.
 *
 * <p>The name in a certificate is not compared with the address: a member may be any service at
 * whatever address it was given today, so that every holder of a certificate of this authority is a
 * member, and the authority must sign for nobody else.
 */
final class BusTls {
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");
  private static final long RENEWAL_SECONDS = 10;

  private final PemFiles files;
  private final Credentials first;

  private BusTls(PemFiles files) throws UnusableFiles {
    this.files = files;
    this.first = files.load();
  }

  /**
   * Reads the files that the settings name; empty when they name none. Blocks.
   *
   * @throws UnusableFiles says in one line what is wrong with which
   */
  static Optional<BusTls> of(ServiceSettings.ClusterTls settings) throws UnusableFiles {
    if (settings.certificate().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BusTls(
            new PemFiles(
                "cluster.tls",
                Path.of(settings.certificate().get()),
                Path.of(settings.key().orElseThrow()),
                settings.authority().map(Path::of))));
  }

  /** Has an event bus that is still to start use it. */
  void secure(EventBusOptions options) {
    options
        .setSsl(true)
        .setKeyCertOptions(first.keyCert())
        .setTrustOptions(first.trust())
        .setEnabledSecureTransportProtocols(PROTOCOLS);
    options.setClientAuth(ClientAuth.REQUIRED);
  }

  /**
   * Looks for renewed files from now on. New connections are made with them, those that are there
   * stay.
   */
  CertificateReloader follow(Vertx vertx) {
    EventBusSockets bus = EventBusSockets.of(vertx);
    CertificateReloader watch =
        new CertificateReloader(
            files, first, renewed -> renew(bus.server(), bus.client(), renewed));
    watch.begin(vertx);
    return watch;
  }

  /**
   * Gives both a context for TLS of its own: with only the certificates in it replaced, sessions
   * would go on being resumed whose certificates were checked against the authority before.
   */
  private static void renew(NetServer server, NetClient client, Credentials renewed)
      throws UnusableFiles {
    ServerSSLOptions accepting = new ServerSSLOptions();
    accepting
        .setKeyCertOptions(renewed.keyCert())
        .setTrustOptions(renewed.trust())
        .setEnabledSecureTransportProtocols(PROTOCOLS);
    accepting.setClientAuth(ClientAuth.REQUIRED);
    ClientSSLOptions connecting = new ClientSSLOptions();
    connecting
        .setKeyCertOptions(renewed.keyCert())
        .setTrustOptions(renewed.trust())
        .setEnabledSecureTransportProtocols(PROTOCOLS);
    connecting.setHostnameVerificationAlgorithm("");
    try {
      Future.join(server.updateSSLOptions(accepting), client.updateSSLOptions(connecting))
          .toCompletionStage()
          .toCompletableFuture()
          .get(RENEWAL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new UnusableFiles("the event bus cannot use a renewed certificate", failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
