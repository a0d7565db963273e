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
  public static final Place HERE = at("127.0.0.1");

  /** On this machine, at one of its addresses. */
  public static Place at(String host) {
    return new Place(List.of(), host, host);
  }
}
