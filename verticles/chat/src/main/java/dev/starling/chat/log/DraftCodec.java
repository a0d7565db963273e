package dev.starling.chat.log;

import dev.starling.chat.transcript.Draft;
import dev.starling.chat.transcript.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Drafts as bytes: version, kind, time, and key, user name and text with their lengths before them.
 */
public final class DraftCodec {
  private static final byte VERSION = 1;
  private static final Kind[] KINDS = Kind.values();

  private DraftCodec() {}

  /** Writes a draft. */
  public static byte[] encode(Draft draft) {
    byte[] key = utf8(draft.key());
    byte[] username = utf8(draft.username());
    byte[] text = utf8(draft.text());
    ByteBuffer out =
        ByteBuffer.allocate(
            2 + Long.BYTES + 3 * Integer.BYTES + key.length + username.length + text.length);
    out.put(VERSION).put((byte) draft.kind().ordinal()).putLong(draft.at());
    put(out, key);
    put(out, username);
    put(out, text);
    return out.array();
  }

  /**
   * Reads a draft.
   *
   * @throws IllegalArgumentException when it was written by a version that this one cannot read
   */
  public static Draft decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "an event of version " + version + ", this instance reads " + VERSION);
    }
    Kind kind = KINDS[in.get()];
    long at = in.getLong();
    return new Draft(kind, take(in), take(in), take(in), at);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ByteBuffer out, byte[] bytes) {
    out.putInt(bytes.length).put(bytes);
  }

  private static String take(ByteBuffer in) {
    int length = in.getInt();
    String text = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }
}
