package dev.starling.probe.run;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs of this process that their clients can cancel over another connection. A run goes by a
 * secret, known to its client only. Thread-safe.
 */
public final class Cancellations {
  private static final int SECRET_BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Runnable> runs = new ConcurrentHashMap<>();

  /**
   * Adds a run.
   *
   * @param cancel cancels it, from whatever thread
   * @return what the run goes by
   */
  public String add(Runnable cancel) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String name = HexFormat.of().formatHex(secret);
    runs.put(name, cancel);
    return name;
  }

  /** Forgets a run that has ended. */
  public void remove(String name) {
    runs.remove(name);
  }

  /** Cancels a run; returns whether there is such a one here. */
  public boolean cancel(String name) {
    Runnable cancel = runs.get(name);
    if (cancel != null) {
      cancel.run();
    }
    return cancel != null;
  }
}
