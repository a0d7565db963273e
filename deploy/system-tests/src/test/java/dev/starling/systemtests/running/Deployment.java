package dev.starling.systemtests.running;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a cluster is to be started.
 *
 * @param places one for each instance
 * @param settings environment variables of each instance, beyond or in place of addresses and
 *     members
 */
public record Deployment(
    String service, List<Place> places, Java java, Map<String, String> settings) {

  /** So many instances on this machine. */
  public static Deployment of(String service, int size) {
    return of(service, Collections.nCopies(size, Place.HERE));
  }

  /** An instance in each place. */
  public static Deployment of(String service, List<Place> places) {
    return new Deployment(service, places, Java.currentInHaste(), Map.of());
  }

  /** The same with this Java. */
  public Deployment on(Java other) {
    return new Deployment(service, places, other, settings);
  }

  /** The same with one more setting, such as {@code STARLING_INSTANCES}. */
  public Deployment with(String variable, Object value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(variable, value.toString());
    return new Deployment(service, places, java, Map.copyOf(more));
  }

  /** The same with classes beside the service's own jar. */
  public Deployment withExtension(String classPath) {
    return on(java.withExtension(classPath));
  }

  /** Starts the instances, one after the other, and waits until all are ready. */
  public Cluster start() {
    return Cluster.start(this, false);
  }

  /** Starts the instances at the same time and waits until all are ready. */
  public Cluster startAtOnce() {
    return Cluster.start(this, true);
  }
}
