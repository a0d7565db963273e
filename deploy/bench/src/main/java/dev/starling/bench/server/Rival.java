package dev.starling.bench.server;

import dev.starling.bench.load.Dialect;
import java.util.Optional;

/**
 * One of those that are compared.
 *
 * @param title in the tables
 * @param launch how it starts
 * @param lacks what it needs and this machine does not have, in words; empty when it can run
 * @param dialect that its WebSockets speak
 */
public record Rival(String title, Launch launch, Optional<String> lacks, Dialect dialect) {
  /** Starling's, or the bare server in its place. */
  public static final String STARLING = "Starling";

  /** The barest server of the kind that Vert.x allows. */
  public static final String BARE = "bare Vert.x";

  /** One that can run. */
  public static Rival of(String title, Launch launch) {
    return of(title, launch, Optional.empty());
  }

  static Rival of(String title, Launch launch, Optional<String> lacks) {
    return new Rival(title, launch, lacks, Dialect.PLAIN);
  }
}
