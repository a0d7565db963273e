package dev.starling.systemtests.running;

import dev.starling.testing.Interrupted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Instances of one service that find each other and nobody else. */
public final class Cluster implements AutoCloseable {
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private final String service;
  private final String name;
  private final List<Address> members;
  private final List<Instance> instances = new ArrayList<>();
  private final List<Instance> others = new ArrayList<>();

  private Cluster(String service, String name, List<Address> members) {
    this.service = service;
    this.name = name;
    this.members = members;
  }

  /** Starts instances on this machine, one after the other, and waits until all are ready. */
  public static Cluster start(String service, int size) {
    return Deployment.of(service, size).start();
  }

  /** Starts an instance in each place, one after the other, and waits until all are ready. */
  public static Cluster start(String service, List<Place> places) {
    return Deployment.of(service, places).start();
  }

  /** The same with this Java. */
  public static Cluster start(String service, List<Place> places, Java java) {
    return Deployment.of(service, places).on(java).start();
  }

  static Cluster start(Deployment deployment, boolean atOnce) {
    String service = deployment.service();
    Requirements.built(service);
    String name = service + "-" + UUID.randomUUID().toString().substring(0, 8);
    List<Address> members =
        deployment.places().stream()
            .map(place -> new Address(place.clusterHost(), Ports.free()))
            .toList();
    Cluster cluster = new Cluster(service, name, members);
    Deployment numbered =
        service.equals("chat")
            ? deployment.with("STARLING_TRANSCRIPT_PORT", Ports.free())
            : deployment;
    for (int i = 0; i < members.size(); i++) {
      cluster.instances.add(instance(numbered, name, i, members));
    }
    try {
      if (atOnce) {
        cluster.instances.forEach(Instance::start);
        cluster.instances.forEach(Instance::awaitReady);
      } else {
        cluster.instances.forEach(Cluster::startAndAwait);
      }
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** Starts an instance of another service, which finds these and is found by them. */
  public void startBeside(String other, Place place) {
    Requirements.built(other);
    List<Address> all = new ArrayList<>(members);
    all.add(0, new Address(place.clusterHost(), Ports.free()));
    Instance instance = instance(Deployment.of(other, List.of(place)), name, 0, all);
    others.add(instance);
    startAndAwait(instance);
  }

  private static void startAndAwait(Instance instance) {
    instance.start();
    instance.awaitReady();
  }

  static Instance instance(
      Deployment deployment, String cluster, int index, List<Address> members) {
    String service = deployment.service();
    Place place = deployment.places().get(index);
    Map<Protocol, Address> addresses = new EnumMap<>(Protocol.class);
    Map<String, String> settings = new HashMap<>();
    for (Protocol protocol : Protocol.of(service)) {
      Address address = new Address(place.clientHost(), Ports.free());
      addresses.put(protocol, address);
      settings.put("STARLING_" + protocol + "_HOST", address.host());
      settings.put("STARLING_" + protocol + "_PORT", Integer.toString(address.port()));
    }
    Address management = new Address(place.clientHost(), Ports.free());
    settings.put("STARLING_MANAGEMENT_PORT", Integer.toString(management.port()));
    settings.put("STARLING_CLUSTER_NAME", cluster);
    settings.put("STARLING_CLUSTER_HOST", members.get(index).host());
    settings.put("STARLING_CLUSTER_PORT", Integer.toString(members.get(index).port()));
    settings.put(
        "STARLING_CLUSTER_MEMBERS",
        members.stream().map(Address::toString).collect(Collectors.joining(",")));
    settings.putAll(deployment.settings());
    return new Instance(
        service,
        place.prefix(),
        deployment.java(),
        settings,
        addresses,
        management,
        Path.of("target/logs", cluster, service + "-" + (index + 1) + ".log"));
  }

  /** The service's name. */
  public String service() {
    return service;
  }

  /** The instances, in the order of their start. */
  public List<Instance> instances() {
    return instances;
  }

  /** One of the instances, counted from 0. */
  public Instance instance(int index) {
    return instances.get(index);
  }

  /** Thaws whoever is frozen and starts whoever is gone, until all are ready. */
  public void recover() {
    for (Instance instance : instances) {
      if (instance.process().isAlive()) {
        instance.process().resume();
      } else {
        instance.start();
      }
    }
    // One alone may never be ready.
    instances.forEach(Instance::awaitReady);
  }

  /** Returns once a metric has this value on each instance at the same time. */
  public void awaitMetric(String name, double value, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!instances.stream().allMatch(one -> one.management().has(name, value))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(name + " is not " + value + " everywhere after " + atMost);
      }
      try {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      } catch (InterruptedException e) {
        throw Interrupted.whileWaiting(e);
      }
    }
  }

  @Override
  public void close() {
    instances.forEach(Instance::close);
    others.forEach(Instance::close);
  }
}
