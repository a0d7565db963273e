package dev.starling.systemtests.running;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Different services on this machine that find each other and nobody else. */
public final class Services implements AutoCloseable {
  private final String name;
  private final List<Address> members;
  private final List<Instance> instances = new ArrayList<>();

  /** Room for so many instances, none of which is there yet. */
  public Services(String name, int most) {
    this.name = name + "-" + UUID.randomUUID().toString().substring(0, 8);
    this.members = Stream.generate(Ports::freeAddress).limit(most).toList();
  }

  /**
   * Adds an instance that is not started yet.
   *
   * @param settings environment variables
   */
  public Instance add(String service, Map<String, String> settings) {
    Requirements.built(service);
    Deployment deployment = Deployment.of(service, members.size());
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      deployment = deployment.with(setting.getKey(), setting.getValue());
    }
    Instance instance = Cluster.instance(deployment, name, instances.size(), members);
    instances.add(instance);
    return instance;
  }

  /** Starts all that were added, one after the other, and waits until they are ready. */
  public void start() {
    start(instances);
  }

  /** Starts some, also after they have gone. */
  public static void start(List<Instance> some) {
    for (Instance one : some) {
      one.start();
      one.awaitReady();
    }
  }

  @Override
  public void close() {
    instances.forEach(Instance::close);
  }
}
