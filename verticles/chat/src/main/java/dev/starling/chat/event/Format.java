package dev.starling.chat.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The version of all that chat instances send each other and keep copies of: steps, their answers,
 * rooms, and messages of the event bus. It is one number, sent once before the rest of each, and it
 * rises whenever any of them changes.
 */
public final class Format {
  /** The version that this program writes, and the only one that it reads. */
  public static final byte VERSION = 1;

  private Format() {}

  /** Begins with the version. */
  public static void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
  }

  /**
   * Reads the version.
   *
   * @param what follows it
   * @throws IOException when it is another one than this program's
   */
  public static void require(DataInput in, String what) throws IOException {
    byte found = in.readByte();
    if (found != VERSION) {
      throw new IOException(what + ": " + difference(found, VERSION));
    }
  }

  /** What is wrong, and what to do about it. */
  public static String difference(int found, int own) {
    return "format %d, and this instance reads %d: update %s"
        .formatted(found, own, found > own ? "this instance" : "the other instances");
  }
}
