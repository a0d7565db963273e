package dev.starling.terminal.chat;

import java.util.Optional;

/**
 * A place in the transcript.
 *
 * @param seq number of the event there
 * @param chain hash over the transcript up to that event; empty when it is not known
 */
record Position(long seq, Optional<String> chain) {
  /** One whose chain is not known. */
  Position(long seq) {
    this(seq, Optional.empty());
  }
}
