package dev.starling.chat.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One instance's reading of the log: takes events as they come, late, early, again or never, and
 * passes each on once and in sequence. Instances that read the same log pass on the same.
 *
 * <p>This is the pure core: no timer, no clock, no socket. What it misses, its owner fetches:
 * {@link #isWaiting()} says when. Not thread-safe: one thread at a time.
 */
public final class Transcript {
  private final int heldLimit;
  private final Consumer<Happening> reader;
  private final Keys keys;
  private final Present present = new Present();

  // Came too early: an earlier event is missing.
  private final TreeMap<Long, Event> held = new TreeMap<>();
  private long seq;
  private String lastKey;

  /**
   * Creates an empty transcript that stands before the first event.
   *
   * @param memory how many sequence numbers back a repeated key is recognised
   * @param heldLimit events kept that came too early; beyond it the latest are dropped, and have to
   *     be fetched
   * @param reader is passed each event, in sequence
   */
  public Transcript(int memory, int heldLimit, Consumer<Happening> reader) {
    this.heldLimit = heldLimit;
    this.reader = reader;
    this.keys = new Keys(memory);
  }

  /**
   * Begins anew at a place in a log, without passing on what came before.
   *
   * @param last the last events up to there, in sequence; may be empty
   * @param seq the number of the last event
   * @param joins join key by name of who is present as of {@code seq}
   * @return the last events with their counts
   */
  public List<Happening> reset(List<Event> last, long seq, Map<String, String> joins) {
    held.clear();
    keys.clear();
    List<Event> first = new ArrayList<>(last);
    first.removeIf(event -> !keys.add(event));
    present.reset(joins);
    this.seq = seq;
    Event latest = last.isEmpty() ? null : last.get(last.size() - 1);
    lastKey = latest != null && latest.seq() == seq ? latest.key() : null;
    return present.before(first);
  }

  /** Takes an event, in any order; one that was taken before changes nothing. */
  public void receive(Event event) {
    if (event.seq() <= seq) {
      return;
    }
    if (event.seq() > seq + 1) {
      hold(event);
      return;
    }
    apply(event);
    while (!held.isEmpty() && held.firstKey() <= seq + 1) {
      Event next = held.pollFirstEntry().getValue();
      if (next.seq() == seq + 1) {
        apply(next);
      }
    }
  }

  /**
   * Goes over what the log no longer has.
   *
   * @param to the last number that is lost
   */
  public void skip(long to) {
    if (to > seq) {
      seq = to;
      lastKey = null;
      held.headMap(to, true).clear();
      Event next = held.remove(seq + 1);
      if (next != null) {
        receive(next);
      }
    }
  }

  /**
   * Takes in who came or went without an event to show for it, because what this transcript began
   * with was not right.
   */
  public void correct(Draft draft) {
    present.apply(draft.at(seq));
  }

  /** The number of the last event passed on. */
  public long seq() {
    return seq;
  }

  /** The key of the event at {@link #seq()}, also if it was a repeat; empty when not known. */
  public Optional<String> lastKey() {
    return Optional.ofNullable(lastKey);
  }

  /** Whether later events are here while an earlier one is missing. */
  public boolean isWaiting() {
    return !held.isEmpty();
  }

  /** Where the event with this key is, if it is among the last. */
  public OptionalLong seqOf(String key) {
    return keys.seqOf(key);
  }

  /** Users in the room. */
  public int online() {
    return present.size();
  }

  /** The names of the users in the room. */
  public Set<String> usernames() {
    return present.usernames();
  }

  /** Join key by name of the users in the room. */
  public Map<String, String> joins() {
    return present.joins();
  }

  private void hold(Event event) {
    held.put(event.seq(), event);
    if (held.size() > heldLimit) {
      held.pollLastEntry();
    }
  }

  private void apply(Event event) {
    seq = event.seq();
    lastKey = event.key();
    // A write that was not known to have succeeded and was tried again: the first one counts.
    if (keys.add(event)) {
      present.apply(event);
      reader.accept(new Happening(event, present.size()));
    }
  }
}
