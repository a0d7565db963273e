package dev.starling.core.roster;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many connections of each key, such as a room or a tenant, all instances of a service hold
 * together. Each instance reports the keys that changed with their new counts, numbered; an
 * instance that misses a report reads all counts of the sender anew, page by page. A {@link Roster}
 * decides which instances count.
 *
 * <p>This is the pure core: it owns no timer, no clock and no socket. Time comes in as {@code now},
 * milliseconds of a monotonic clock. Lost, repeated and reordered messages are healed within two
 * heartbeats of the last one. Not thread-safe: one thread at a time.
 */
public final class KeyedRoster {
  /** Bytes of a key at most, in UTF-8. */
  public static final int LONGEST_KEY = 255;

  /** Keys in one message at most. */
  static final int PAGE = 500;

  /** Ways to the other instances; each may lose messages. */
  public interface Transport {
    /** Sends a report to all other instances. */
    void publish(KeyedReport report);

    /** Asks an instance for its counts; the answer is given to {@link KeyedRoster#receive}. */
    void ask(String instance, KeyedPage.Request request);
  }

  /** Receives every change. */
  @FunctionalInterface
  public interface Listener {
    /** The connections of a key in the whole cluster are another number now. */
    void changed(String key, int total);
  }

  private final String self;
  private final RosterTiming timing;
  private final int mostKeys;
  private final Transport transport;
  private final Listener listener;

  private final NavigableMap<String, Integer> own = new TreeMap<>();
  private final Set<String> unreported = new LinkedHashSet<>();
  private final Map<String, KeyedPeer> peers = new HashMap<>();
  private final Map<String, Integer> totals = new HashMap<>();

  private long sequence;
  private long lastReport;

  /**
   * Creates a roster that counts this instance only.
   *
   * @param self unique to this process
   * @param mostKeys that this instance has connections of at one time
   */
  public KeyedRoster(
      String self,
      RosterTiming timing,
      int mostKeys,
      Transport transport,
      Listener listener,
      long now) {
    this.self = self;
    this.timing = timing;
    this.mostKeys = mostKeys;
    this.transport = transport;
    this.listener = listener;
    this.lastReport = now;
  }

  /**
   * Counts a connection in.
   *
   * @return false when this instance has too many other keys already
   * @throws IllegalArgumentException for a key that is empty or too long
   */
  public boolean arrive(String key, long now) {
    KeyedReport.check(key);
    if (own.size() >= mostKeys && !own.containsKey(key)) {
      return false;
    }
    own.merge(key, 1, Integer::sum);
    changed(key, 1, now);
    return true;
  }

  /**
   * Counts a connection out.
   *
   * @throws IllegalStateException when this instance has none of the key
   */
  public void depart(String key, long now) {
    if (!own.containsKey(key)) {
      throw new IllegalStateException("no connection of this key: " + key);
    }
    own.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    changed(key, -1, now);
  }

  /** Connections of a key in the whole cluster, as far as is known here. */
  public int total(String key) {
    return totals.getOrDefault(key, 0);
  }

  /** Counts these instances from now on, and no others. */
  public void count(Set<String> instances, long now) {
    Iterator<Map.Entry<String, KeyedPeer>> all = peers.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, KeyedPeer> entry = all.next();
      if (!instances.contains(entry.getKey())) {
        all.remove();
        entry.getValue().clear();
      }
    }
    for (String instance : instances) {
      if (!instance.equals(self) && !peers.containsKey(instance)) {
        KeyedPeer peer = new KeyedPeer(instance, this::add);
        peers.put(instance, peer);
        peer.ask(transport, now);
      }
    }
  }

  /** Whether the counts of every other instance are known. */
  public boolean isSynced() {
    return peers.values().stream().allMatch(KeyedPeer::isKnown);
  }

  /** A report of another instance arrived, perhaps late, perhaps again. */
  public void receive(KeyedReport report, long now) {
    KeyedPeer peer = peers.get(report.instance());
    if (peer != null && peer.take(report)) {
      peer.ask(transport, now);
    }
  }

  /** A page of another instance's counts arrived, perhaps late, perhaps again. */
  public void receive(KeyedPage page, long now) {
    KeyedPeer peer = peers.get(page.instance());
    if (peer != null && peer.take(page)) {
      peer.ask(transport, now);
    }
  }

  /** The answer to another instance that reads this one's counts. */
  public KeyedPage page(KeyedPage.Request request) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> entry : own.tailMap(request.after(), false).entrySet()) {
      if (counts.size() == PAGE) {
        break;
      }
      counts.put(entry.getKey(), entry.getValue());
    }
    return KeyedPage.of(self, sequence, request.after(), counts, counts.size() == PAGE);
  }

  /** Does what time has made due; to be called no later than {@link #nextDue()}. */
  public void tick(long now) {
    if (now >= nextReport()) {
      report(now);
    }
    for (KeyedPeer peer : peers.values()) {
      if (peer.isReading() && now >= peer.lastAsked() + timing.heartbeat()) {
        peer.ask(transport, now);
      }
    }
  }

  /** When {@link #tick} has to be called at the latest. */
  public long nextDue() {
    long due = nextReport();
    for (KeyedPeer peer : peers.values()) {
      if (peer.isReading()) {
        due = Math.min(due, peer.lastAsked() + timing.heartbeat());
      }
    }
    return due;
  }

  private long nextReport() {
    return lastReport + (unreported.isEmpty() ? timing.heartbeat() : timing.spacing());
  }

  private void changed(String key, int difference, long now) {
    add(key, difference);
    unreported.add(key);
    if (now >= nextReport()) {
      report(now);
    }
  }

  /** Reports changed keys under the next number; without any, the last number again. */
  private void report(long now) {
    lastReport = now;
    Map<String, Integer> counts = new LinkedHashMap<>();
    Iterator<String> keys = unreported.iterator();
    while (keys.hasNext() && counts.size() < PAGE) {
      String key = keys.next();
      counts.put(key, own.getOrDefault(key, 0));
      keys.remove();
    }
    if (!counts.isEmpty()) {
      sequence++;
    }
    transport.publish(new KeyedReport(self, sequence, counts));
  }

  private void add(String key, int difference) {
    int total = total(key) + difference;
    KeyedPeer.put(totals, key, total);
    listener.changed(key, total);
  }
}
