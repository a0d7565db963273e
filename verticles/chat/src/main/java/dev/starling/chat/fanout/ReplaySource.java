package dev.starling.chat.fanout;

import dev.starling.chat.store.Page;
import io.vertx.core.Future;
import java.util.OptionalLong;

/** Where a subscriber that is behind reads on. Thread-safe. */
public interface ReplaySource {
  /** A part of the budget of replays, held while a subscriber takes a page. On any thread. */
  interface Hold {
    /** Nothing is held. */
    Hold NONE =
        new Hold() {
          @Override
          public boolean isWanted() {
            return false;
          }

          @Override
          public void release() {
            // There is nothing to give back.
          }
        };

    /** Whether others wait, and for no other reason than that the budget is used up. */
    boolean isWanted();

    /** The subscriber has taken the page, or is gone. To be called once. */
    void release();
  }

  /**
   * Where to go on from a place.
   *
   * @param node in the journal, perhaps behind the place, whose subscriber then reads a gap; null
   *     when the events after the place are only in the store
   * @param page from the store; null when there is a node
   * @param batch the page's first events, encoded; null when there are none
   * @param hold of the batch on the budget of replays
   */
  record Next(Journal.Node node, Page page, Batch batch, Hold hold) {
    /** A subscriber goes on in the journal. */
    public static Next inJournal(Journal.Node node) {
      return new Next(node, null, null, Hold.NONE);
    }
  }

  /**
   * Finds what follows an event.
   *
   * @param chain of that event; empty when it is not known
   * @return completes on the caller's context; fails when the store does
   */
  Future<Next> after(String epoch, long seq, OptionalLong chain);
}
