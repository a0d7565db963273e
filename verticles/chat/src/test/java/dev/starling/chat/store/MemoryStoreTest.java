package dev.starling.chat.store;

import java.time.Instant;
import java.time.InstantSource;

class MemoryStoreTest extends StoreContract {
  private static final Conditions.Limits LIMITS = new Conditions.Limits(1_000, 1 << 20, 200);

  // Time passes with every look at it.
  private long now = 1;
  private final InstantSource clock = () -> Instant.ofEpochMilli(now += 10);
  private final MemoryStore store = new MemoryStore("self", LIMITS, clock);

  @Override
  protected RoomStore store() {
    return store;
  }

  @Override
  protected RoomStore other() {
    return store;
  }

  @Override
  protected String self() {
    return "self";
  }
}
