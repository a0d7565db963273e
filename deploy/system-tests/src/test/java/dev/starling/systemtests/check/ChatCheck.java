package dev.starling.systemtests.check;

import dev.starling.systemtests.check.ChatReading.Acknowledgement;
import dev.starling.systemtests.check.ChatReading.Reader;
import dev.starling.systemtests.history.Fact.Received;
import dev.starling.systemtests.history.History;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a chat promises its users: one transcript for all, in which everything acknowledged is,
 * once.
 *
 * <p>The history is to end when everyone who is still there has read the last thing said.
 */
public final class ChatCheck implements Check {
  private enum Promise {
    ONE_TRANSCRIPT,
    KEPT_MESSAGES,
    TOLD_OF_LOSS
  }

  private final Promise promise;

  private ChatCheck(Promise promise) {
    this.promise = promise;
  }

  /** Nobody misses anything. */
  public static ChatCheck ofOneTranscript() {
    return new ChatCheck(Promise.ONE_TRANSCRIPT);
  }

  /**
   * The transcript may begin anew, as it does where halves of a cluster become one again, and
   * everyone is told so; what was acknowledged before is in it. What halves had read before may
   * differ.
   */
  public static ChatCheck ofKeptMessages() {
    return new ChatCheck(Promise.KEPT_MESSAGES);
  }

  /**
   * The transcript may be lost, as it is with too many instances at once, and everyone is told so;
   * from then on all read the same again.
   */
  public static ChatCheck ofToldLoss() {
    return new ChatCheck(Promise.TOLD_OF_LOSS);
  }

  @Override
  public List<String> faults(History history) {
    ChatReading reading = ChatReading.of(history);
    ChatLog log = ChatLog.of(reading);
    List<String> faults = new ArrayList<>(reading.faults());
    if (promise == Promise.ONE_TRANSCRIPT) {
      faults.addAll(reading.interruptions());
    }
    ChatLog judged = promise == Promise.ONE_TRANSCRIPT ? log : log.end();
    faults.addAll(judged.faults());
    for (Reader reader : reading.readers()) {
      reader.acknowledged().forEach(one -> misplaced(one, log).ifPresent(faults::add));
      unanswered(reader).ifPresent(faults::add);
    }
    faults.addAll(unread(reading));
    faults.addAll(Utterances.faults(reading, judged));
    faults.addAll(Presence.faults(reading, judged));
    faults.addAll(TerminalLines.faults(reading, log));
    return faults;
  }

  private Optional<String> misplaced(Acknowledgement one, ChatLog log) {
    Received expected = new Received(one.seq(), "message", one.client(), one.text());
    Optional<Received> there = log.event(one.epoch(), one.seq());
    boolean isRight =
        switch (promise) {
          case ONE_TRANSCRIPT -> there.filter(expected::equals).isPresent();
          case KEPT_MESSAGES -> log.endsWith(one.client(), one.text());
          case TOLD_OF_LOSS -> true;
        };
    return isRight
        ? Optional.empty()
        : Optional.of(
            "acknowledged and lost: " + one + there.map(event -> ", there is " + event).orElse(""));
  }

  private static Optional<String> unanswered(Reader reader) {
    if (!reader.isHere() || reader.stretches().isEmpty()) {
      return Optional.empty();
    }
    List<String> ids = new ArrayList<>(reader.said().keySet());
    reader.acknowledged().forEach(one -> ids.remove(one.id()));
    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(reader.client() + " is here and never had an answer to " + ids);
  }

  /** Who is here at the end has read up to what was acknowledged last, in the same epoch. */
  private static List<String> unread(ChatReading reading) {
    List<Stretch> ends =
        reading.readers().stream()
            .filter(reader -> reader.isHere() && !reader.stretches().isEmpty())
            .map(reader -> reader.stretches().get(reader.stretches().size() - 1))
            .toList();
    if (ends.isEmpty()) {
      return List.of();
    }
    String epoch = ends.get(0).epoch();
    long last =
        reading.readers().stream()
            .map(Reader::acknowledged)
            .flatMap(Collection::stream)
            .filter(one -> one.epoch().equals(epoch))
            .mapToLong(Acknowledgement::seq)
            .max()
            .orElse(0);
    return ends.stream()
        .filter(end -> !end.epoch().equals(epoch) || end.last() < last)
        .map(
            end ->
                "%s ends at %d of %s; others have had %d of %s acknowledged"
                    .formatted(end.client(), end.last(), end.epoch(), last, epoch))
        .toList();
  }
}
