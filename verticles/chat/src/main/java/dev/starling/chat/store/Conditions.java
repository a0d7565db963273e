package dev.starling.chat.store;

import java.util.Optional;
import java.util.Set;

/**
 * Inputs of a step beside the room and the operations. Copies of a room repeat a step with the
 * conditions that its owner had, and so come to the same result.
 *
 * @param now the store's clock, milliseconds since 1970
 * @param alive the instances that there are; empty when the store cannot tell
 * @param confirmed a term in which the instance that asks was answered by all copies; {@link
 *     Term#NONE} when it knows of none
 * @param limits how much the room keeps
 */
public record Conditions(long now, Optional<Set<String>> alive, Term confirmed, Limits limits) {
  /**
   * How much a room keeps.
   *
   * @param events the newest events that are kept
   * @param bytes of memory that they may take, about
   * @param graceMillis within which a session may come back before its user has left
   */
  public record Limits(int events, long bytes, long graceMillis) {}

  /** When those whose grace begins with this step leave. */
  long graceEnd() {
    return now + limits.graceMillis();
  }
}
