package dev.starling.core.roster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Another instance as a {@link KeyedRoster} knows it: its counts, and the counts that are being
 * read anew after a report was missed. Not thread-safe.
 */
final class KeyedPeer {
  private static final long UNKNOWN = -1;

  private final String instance;
  private final KeyedRoster.Listener changes;
  private final Map<String, Integer> counts = new HashMap<>();
  private long sequence = UNKNOWN;

  // Counts that are being read; null when none are.
  private Map<String, Integer> read;
  private long readSequence;
  private String readTo;
  private long lastAsked;

  /**
   * Creates one whose counts are to be read.
   *
   * @param changes gets the difference of each count that changes
   */
  KeyedPeer(String instance, KeyedRoster.Listener changes) {
    this.instance = instance;
    this.changes = changes;
    beginToRead();
  }

  /** Whether its counts have been read once. */
  boolean isKnown() {
    return sequence != UNKNOWN;
  }

  /** Whether a page of its counts is waited for. */
  boolean isReading() {
    return read != null;
  }

  /** When the page was asked for. */
  long lastAsked() {
    return lastAsked;
  }

  /** Asks for the page that is waited for. */
  void ask(KeyedRoster.Transport transport, long now) {
    lastAsked = now;
    transport.ask(instance, new KeyedPage.Request(readTo));
  }

  /**
   * Takes a report.
   *
   * @return whether one before it was missed, so that the first page is to be asked for
   */
  boolean take(KeyedReport report) {
    long last = read == null ? sequence : readSequence;
    if (last == UNKNOWN || report.sequence() <= last) {
      return false;
    }
    if (!report.follows(last)) {
      beginToRead();
      return true;
    }
    if (read == null) {
      sequence = report.sequence();
      report.counts().forEach(this::set);
    } else {
      readSequence = report.sequence();
      report.counts().forEach((key, count) -> put(read, key, count));
    }
    return false;
  }

  /**
   * Takes a page.
   *
   * @return whether the next one is to be asked for
   */
  boolean take(KeyedPage page) {
    if (read == null || !page.after().equals(readTo)) {
      return false;
    }
    if (readSequence == UNKNOWN) {
      readSequence = page.sequence();
    }
    page.counts().forEach((key, count) -> put(read, key, count));
    if (page.next().isPresent()) {
      readTo = page.next().get();
      return true;
    }
    sequence = readSequence;
    Map<String, Integer> whole = read;
    read = null;
    replaceBy(whole);
    return false;
  }

  /** It counts no more. */
  void clear() {
    replaceBy(Map.of());
  }

  private void beginToRead() {
    read = new HashMap<>();
    readSequence = UNKNOWN;
    readTo = "";
  }

  private void replaceBy(Map<String, Integer> whole) {
    for (String key : Set.copyOf(counts.keySet())) {
      if (!whole.containsKey(key)) {
        set(key, 0);
      }
    }
    whole.forEach(this::set);
  }

  private void set(String key, int count) {
    int difference = count - counts.getOrDefault(key, 0);
    put(counts, key, count);
    if (difference != 0) {
      changes.changed(key, difference);
    }
  }

  static void put(Map<String, Integer> counts, String key, int count) {
    if (count == 0) {
      counts.remove(key);
    } else {
      counts.put(key, count);
    }
  }
}
