package dev.starling.chat.log;

import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The transcript in the memory of this process, for an instance that is alone. Keeps the newest
 * events, among which it finds repeats, and forgets all of them at the end.
 */
public final class MemoryLog implements TranscriptLog {
  private final String epoch = UUID.randomUUID().toString();
  private final int capacity;

  // Belong to whoever holds the monitor.
  private final Deque<Event> events = new ArrayDeque<>();
  private final Map<String, Long> seqs = new HashMap<>();
  private long tail;

  /**
   * @param capacity events that are kept, at least 1
   */
  public MemoryLog(int capacity) {
    this.capacity = capacity;
  }

  @Override
  public synchronized Future<Opening> open() {
    return Future.succeededFuture(new Opening(epoch, tail, Optional.empty()));
  }

  @Override
  public synchronized Future<Appended> append(List<Draft> batch) {
    List<Place> places = batch.stream().map(this::place).toList();
    return Future.succeededFuture(new Appended(epoch, places));
  }

  private Place place(Draft draft) {
    Long known = seqs.get(draft.key());
    if (known != null) {
      return new Place(known, true);
    }
    tail++;
    events.addLast(draft.at(tail));
    seqs.put(draft.key(), tail);
    if (events.size() > capacity) {
      seqs.remove(events.removeFirst().key());
    }
    return new Place(tail, false);
  }

  @Override
  public synchronized Future<Page> readAfter(long seq, int limit) {
    long kept = tail - events.size();
    List<Event> page = events.stream().skip(Math.max(0, seq - kept)).limit(limit).toList();
    return Future.succeededFuture(new Page(epoch, page, tail));
  }

  /** It has one reader, and lives as long as that. */
  @Override
  public Future<Void> renew(String ended) {
    return Future.failedFuture(new LogException("the transcript in memory was lost"));
  }

  @Override
  public Future<Void> settle() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
