package dev.starling.systemtests.running;

/** A cluster behind a load balancer. */
public record BalancedCluster(Cluster cluster, HaProxy proxy) implements AutoCloseable {
  /** Starts the cluster, then the load balancer, and waits until all instances are in use. */
  public static BalancedCluster start(Deployment deployment) {
    Requirements.haproxy();
    Cluster cluster = deployment.startAtOnce();
    try {
      return new BalancedCluster(cluster, HaProxy.before(cluster));
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** Starts or thaws the instances that need it, and waits until all are in use. */
  public void recover() {
    cluster.recover();
    proxy.awaitAllUp();
  }

  @Override
  public void close() {
    proxy.close();
    cluster.close();
  }
}
