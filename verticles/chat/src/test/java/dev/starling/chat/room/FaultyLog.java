package dev.starling.chat.room;

import dev.starling.chat.log.LogException;
import dev.starling.chat.log.TranscriptLog;
import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A log that finds no repeats, and of whose answers some are lost: of those to an append, before or
 * after it was done.
 */
final class FaultyLog implements TranscriptLog {
  private static final String EPOCH = "epoch";

  private final SplittableRandom random;
  private final double faults;
  private final List<Event> events = new ArrayList<>();

  FaultyLog(SplittableRandom random, double faults) {
    this.random = random;
    this.faults = faults;
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  @Override
  public synchronized Future<Opening> open() {
    return answer(new Opening(EPOCH, events.size(), Optional.empty()));
  }

  @Override
  public synchronized Future<Appended> append(List<Draft> batch) {
    if (random.nextDouble() < faults / 2) {
      return lost();
    }
    List<Place> places = new ArrayList<>();
    for (Draft draft : batch) {
      events.add(draft.at(events.size() + 1L));
      places.add(new Place(events.size(), false));
    }
    return answer(new Appended(EPOCH, places));
  }

  @Override
  public synchronized Future<Page> readAfter(long seq, int limit) {
    int to = (int) Math.min(events.size(), seq + limit);
    return answer(new Page(EPOCH, List.copyOf(events.subList((int) seq, to)), events.size()));
  }

  @Override
  public Future<Void> renew(String epoch) {
    return lost();
  }

  @Override
  public synchronized Future<Void> settle() {
    return answer(null);
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private <T> Future<T> answer(T value) {
    return random.nextDouble() < faults / 2 ? lost() : Future.succeededFuture(value);
  }

  private static <T> Future<T> lost() {
    return Future.failedFuture(new LogException("the answer is lost"));
  }
}
