package dev.starling.net.tcp;

import io.vertx.core.buffer.Buffer;

/**
 * Cuts a stream of bytes into lines that end with {@code \n}, with a limit on their length.
 *
 * <p>Belongs to one connection's event loop.
 */
public final class LineFramer {

  /** Receives what was cut out. */
  public interface Lines {
    /**
     * A line came, exactly as it was sent.
     *
     * @param line the line with its end
     */
    void line(Buffer line);

    /**
     * A line is longer than the limit; it is skipped up to its end. Reported once for each such
     * line.
     */
    void tooLong();
  }

  private static final byte NEWLINE = '\n';
  private static final byte RETURN = '\r';

  private final int limit;
  private final Lines lines;
  private Buffer partial;
  private boolean skipping;

  /**
   * Creates a framer.
   *
   * @param limit bytes that a line may have without its end ({@code \n} or {@code \r\n})
   */
  public LineFramer(int limit, Lines lines) {
    this.limit = limit;
    this.lines = lines;
  }

  /** Takes the next bytes; lines are cut out of them before this returns. */
  public void feed(Buffer data) {
    int from = 0;
    int end;
    while ((end = indexOfNewline(data, from)) >= 0) {
      take(data.slice(from, end + 1));
      from = end + 1;
    }
    if (from < data.length()) {
      keep(from == 0 ? data : data.slice(from, data.length()));
    }
  }

  /**
   * The bytes after the last line end; null when there are none. They are no longer kept after
   * this.
   */
  public Buffer remainder() {
    Buffer rest = partial;
    partial = null;
    return rest;
  }

  private void take(Buffer end) {
    if (skipping) {
      skipping = false;
      return;
    }
    Buffer line = partial == null ? end : partial.appendBuffer(end);
    partial = null;
    if (contentLength(line) > limit) {
      lines.tooLong();
    } else {
      lines.line(line);
    }
  }

  private void keep(Buffer rest) {
    if (skipping) {
      return;
    }
    // A copy, so that a short rest does not hold on to a large buffer.
    partial = partial == null ? rest.copy() : partial.appendBuffer(rest);
    boolean mayEndWithReturn = partial.length() == limit + 1 && partial.getByte(limit) == RETURN;
    if (partial.length() > limit && !mayEndWithReturn) {
      partial = null;
      skipping = true;
      lines.tooLong();
    }
  }

  private static int contentLength(Buffer line) {
    int length = line.length() - 1;
    return length > 0 && line.getByte(length - 1) == RETURN ? length - 1 : length;
  }

  private static int indexOfNewline(Buffer data, int from) {
    for (int i = from; i < data.length(); i++) {
      if (data.getByte(i) == NEWLINE) {
        return i;
      }
    }
    return -1;
  }
}
