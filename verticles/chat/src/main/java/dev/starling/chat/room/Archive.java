package dev.starling.chat.room;

import dev.starling.chat.log.TranscriptLog;
import dev.starling.chat.transcript.Event;
import dev.starling.chat.transcript.Happening;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Past events as clients read them: the last ones from memory, older ones from the log. Belongs to
 * the room's event loop.
 */
final class Archive {
  private static final int MOST_REPLAYED = 20_000;

  private final TranscriptLog log;
  private final Encoder encoder;
  private final History history;

  Archive(TranscriptLog log, Encoder encoder, History history) {
    this.log = log;
    this.encoder = encoder;
    this.history = history;
  }

  /** Adds the next event, and returns it as clients read it. */
  Published add(Happening happening) {
    Published published = encoder.encode(happening);
    history.add(published);
    return published;
  }

  /**
   * Begins anew.
   *
   * @param last the last events of the log
   * @param seq the number of the last one
   */
  void reset(List<Happening> last, long seq) {
    history.reset(last.isEmpty() ? seq : last.get(0).event().seq() - 1);
    last.forEach(this::add);
  }

  /** Goes over events that are lost. */
  void skip(long to) {
    history.reset(to);
  }

  /** Everything after an event that is in memory; empty when some of it is not. */
  Optional<List<Published>> recent(long seq) {
    return history.after(seq);
  }

  /** The last event that is not in memory. */
  long forgottenTo() {
    return history.forgottenTo();
  }

  /** Events after one, from wherever they are. */
  Future<List<Published>> read(long after, int limit) {
    return history
        .after(after)
        .map(events -> Future.succeededFuture(events.subList(0, Math.min(limit, events.size()))))
        .orElseGet(() -> log.readAfter(after, limit).map(page -> encode(page.events())));
  }

  /** Reads what is no longer in memory of the events after one. */
  Future<Seat.Replay> replay(long after) {
    if (after >= history.forgottenTo()) {
      return Future.succeededFuture(Seat.Replay.NOTHING);
    }
    long from = Math.max(after, history.forgottenTo() - MOST_REPLAYED);
    return replay(from, from == after ? 0 : from, new ArrayList<>());
  }

  private Future<Seat.Replay> replay(long from, long gapTo, List<Published> events) {
    if (from >= history.forgottenTo()) {
      return Future.succeededFuture(new Seat.Replay(from, gapTo, events));
    }
    return log.readAfter(from, TranscriptLog.MAX_PAGE)
        .compose(
            page -> {
              if (page.events().isEmpty()) {
                return Future.succeededFuture(new Seat.Replay(from, gapTo, events));
              }
              long first = page.events().get(0).seq();
              boolean gap = first > from + 1;
              if (gap) {
                // One gap is told, at the beginning: nothing of it may follow.
                events.clear();
              }
              events.addAll(encode(page.events()));
              long last = events.get(events.size() - 1).seq();
              return replay(last, gap ? first - 1 : gapTo, events);
            });
  }

  private List<Published> encode(List<Event> events) {
    return events.stream()
        .map(event -> encoder.encode(new Happening(event, Happening.UNKNOWN)))
        .toList();
  }
}
