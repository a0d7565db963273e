package dev.starling.chat.store.postgres;

import dev.starling.chat.store.RoomStore;
import dev.starling.chat.store.StoreException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens stores: migrations and connections may take longer than a call may, on a busy machine. */
final class Opening {
  private static final long PATIENCE_SECONDS = 60;

  private Opening() {}

  static void open(RoomStore store) throws TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        store
            .open()
            .compose(open -> store.apply("opened", List.of()))
            .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return;
      } catch (StoreException notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
      }
    }
  }
}
