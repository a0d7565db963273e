package dev.starling.chat.log;

import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Event;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the transcript is kept: one totally ordered log for the whole cluster. What is in it is
 * accepted; what is not never happened.
 *
 * <p>Every call has a deadline and fails with {@link LogException} when it passes. Thread-safe;
 * futures complete on the context of the caller, if it has one.
 */
public interface TranscriptLog {
  /** Events that one {@link #readAfter} returns at most. */
  int MAX_PAGE = 1_000;

  /** Drafts that one {@link #append} takes at most. */
  int MAX_BATCH = 1_000;

  /** Makes the log usable. May be called again after a failure, and to see who is present anew. */
  Future<Opening> open();

  /**
   * Appends a batch, all of it or nothing. When this fails, all of the batch may still be in the
   * log, or come to be: whoever tries again reads first.
   *
   * @param batch 1 to {@link #MAX_BATCH}; keys differ
   * @return for each draft in turn where it is now
   */
  Future<Appended> append(List<Draft> batch);

  /**
   * Reads on.
   *
   * @param seq the last event that the reader has; 0 for none
   * @param limit 1 to {@link #MAX_PAGE}
   */
  Future<Page> readAfter(long seq, int limit);

  /**
   * Completes once everything that can be read is kept as safely as what was acknowledged: after an
   * append of which that is not known.
   */
  Future<Void> settle();

  /**
   * Begins a new epoch, because a reader found that the log is not the one it has read from: it
   * ends sooner, or has another event where the reader is.
   *
   * @param epoch the one to be ended; when another has begun already nothing is done
   */
  Future<Void> renew(String epoch);

  /** Lets go of connections. */
  Future<Void> close();

  /**
   * How the log was found.
   *
   * @param epoch changes when sequence numbers start anew or may have been given twice
   * @param tail the number of the last event; 0 when there is none
   * @param present join key by user name of who has joined and not left as of {@code tail}; empty
   *     when this log cannot know
   */
  record Opening(String epoch, long tail, Optional<Map<String, String>> present) {}

  /** Where a batch came to be. */
  record Appended(String epoch, List<Place> places) {}

  /**
   * Where one draft is.
   *
   * @param repeat whether it was there before, under the same key; then nothing was added
   */
  record Place(long seq, boolean repeat) {}

  /**
   * A part of the log.
   *
   * @param lastKey the key of the event that the reader has, as the log has it; empty when the log
   *     does not say
   * @param events in sequence, without a hole; they begin later than asked for when the log no
   *     longer has the earlier ones
   * @param tail the number of the last event in the log, perhaps not in this page; smaller than
   *     what was asked for when the log was lost
   */
  record Page(String epoch, Optional<String> lastKey, List<Event> events, long tail) {
    /** A part of a log that does not say what came before it. */
    public Page(String epoch, List<Event> events, long tail) {
      this(epoch, Optional.empty(), events, tail);
    }
  }
}
