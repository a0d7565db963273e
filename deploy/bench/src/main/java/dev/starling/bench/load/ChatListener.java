package dev.starling.bench.load;

import io.netty.buffer.ByteBuf;

/** What happens to one user of a chat, told on its event loop. */
interface ChatListener {
  /** The connection is there, and the name, if there is one, is said. */
  void opened();

  /** Somebody came. */
  void joined();

  /** Somebody said something; the bytes are good until this returns. */
  void message(ByteBuf message);

  /** The server says what nobody expects. */
  void unexpected(String what);

  /** The connection is gone. */
  void closed(Throwable cause);
}
