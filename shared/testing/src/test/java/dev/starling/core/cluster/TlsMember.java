package dev.starling.core.cluster;

import dev.starling.core.settings.SampleSettings;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.testing.Authority;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An instance whose event bus may speak TLS, and the files it has for that. */
final class TlsMember implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final String name;
  private final Path folder;
  private final int clusterPort;
  private ClusterNode node;

  /**
   * Creates it; it has not joined yet.
   *
   * @param folder for its files
   * @param clusterPort the first of those where it finds the others
   */
  TlsMember(String name, Path folder, int clusterPort) {
    this.name = name;
    this.folder = folder;
    this.clusterPort = clusterPort;
  }

  /** Joins with a certificate, and listens. */
  CompletableFuture<TlsMember> join(Authority authority) {
    certify(authority);
    trust(authority.pem());
    return join(
        Map.of(
            "STARLING_CLUSTER_TLS_CERTIFICATE", file("certificate.pem").toString(),
            "STARLING_CLUSTER_TLS_KEY", file("key.pem").toString(),
            "STARLING_CLUSTER_TLS_AUTHORITY", file("authority.pem").toString()));
  }

  /** Joins without a certificate, and listens. */
  CompletableFuture<TlsMember> join() {
    return join(Map.of());
  }

  private CompletableFuture<TlsMember> join(Map<String, String> tls) {
    Map<String, String> variables = new HashMap<>(tls);
    variables.put("STARLING_CLUSTER_NAME", "tls" + clusterPort);
    variables.put("STARLING_CLUSTER_PORT", Integer.toString(clusterPort));
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            ServiceSettings.Cluster settings =
                SampleSettings.withEnvironment(variables).settings().cluster();
            node =
                ClusterNode.join(
                    settings,
                    UUID.randomUUID().toString(),
                    List.of("sample"),
                    options -> Vertx.builder().with(options));
            node.bus()
                .serve(
                    address(),
                    (String question) -> {
                      heard.add(question);
                      return Future.succeededFuture(question + ", this is " + name);
                    })
                .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return this;
          } catch (Exception failure) {
            throw new IllegalStateException(name + " cannot join", failure);
          }
        });
  }

  ClusterNode node() {
    return node;
  }

  /** Where the others reach its event bus. */
  int busPort() {
    return ((VertxInternal) node.vertx()).clusterManager().getNodeInfo().port();
  }

  /** Says its name to another, and returns the answer; fails when there is none in time. */
  Future<String> ask(TlsMember other, long millis) {
    return node.bus().request(other.address(), name, millis);
  }

  /** Has a certificate of this authority from now on, once it looks. */
  Authority.Issued certify(Authority authority) {
    Authority.Issued issued = authority.issue();
    try {
      issued.write(file("certificate.pem"), file("key.pem"));
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
    return issued;
  }

  /** Trusts these certificates from now on, once it looks. */
  void trust(String pem) {
    try {
      Files.writeString(file("authority.pem"), pem);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  void look() {
    node.certificate().orElseThrow().look();
  }

  @Override
  public void close() throws TimeoutException {
    if (node != null) {
      node.leave(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private String address() {
    return "test." + name;
  }

  private Path file(String ending) {
    return folder.resolve(name + "-" + ending);
  }
}
