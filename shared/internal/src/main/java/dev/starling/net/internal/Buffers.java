package dev.starling.net.internal;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** Turns Netty's buffers into Vert.x's and back without a copy; Vert.x publishes no such way. */
public final class Buffers {
  private Buffers() {}

  /** The bytes of a buffer, not copied. */
  public static ByteBuf bytes(Buffer buffer) {
    return ((BufferInternal) buffer).getByteBuf();
  }

  /** A buffer of these bytes, which are not copied. */
  public static Buffer of(ByteBuf bytes) {
    return BufferInternal.buffer(bytes);
  }
}
