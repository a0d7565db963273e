package dev.starling.systemtests.running;

import java.util.List;

/**
 * Where an instance runs.
 *
 * @param prefix what its command begins with; empty on this machine itself
 * @param clusterHost address at which other instances reach it
 * @param clientHost address at which clients reach it
 */
public record Place(List<String> prefix, String clusterHost, String clientHost) {
  /** On this machine, without a network of its own. */
  public static final Place HERE = new Place(List.of(), "127.0.0.1", "127.0.0.1");
}
