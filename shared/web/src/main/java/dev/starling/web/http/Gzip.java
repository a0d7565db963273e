package dev.starling.web.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One answer's body as gzip (RFC 1952), chunk by chunk: what was written so far can always be read
 * by the client. Vert.x's own compression mixes up compressed and plain answers of one HTTP/2
 * connection, whose encoder it switches for all of them at once.
 */
final class Gzip {
  /** Below, what is saved is less than a packet. */
  static final int LEAST = 1_024;

  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int STEP = 8_192;

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final CRC32 checksum = new CRC32();
  private final byte[] step = new byte[STEP];
  private boolean begun;

  /** Compresses a chunk so that it can be read without the next one. */
  Buffer next(Buffer chunk) {
    return deflate(chunk, Deflater.SYNC_FLUSH);
  }

  /** Compresses the last chunk, and ends. */
  Buffer last(Buffer chunk) {
    deflater.finish();
    Buffer out = deflate(chunk, Deflater.NO_FLUSH);
    out.appendIntLE((int) checksum.getValue()).appendIntLE((int) deflater.getBytesRead());
    release();
    return out;
  }

  /** Gives the native memory back; for an answer that is not finished. */
  void release() {
    deflater.end();
  }

  private Buffer deflate(Buffer chunk, int flush) {
    Buffer out = Buffer.buffer(STEP);
    if (!begun) {
      begun = true;
      out.appendBytes(HEADER);
    }
    byte[] bytes = chunk.getBytes();
    checksum.update(bytes);
    deflater.setInput(bytes);
    int length;
    do {
      length = deflater.deflate(step, 0, STEP, flush);
      out.appendBytes(step, 0, length);
    } while (flush == Deflater.NO_FLUSH ? !deflater.finished() : length == STEP);
    return out;
  }

  /**
   * Whether an answer is worth compressing, for any client.
   *
   * @param length bytes of its body, or -1 when it is not known yet
   */
  static boolean pays(int status, MultiMap headers, long length) {
    if (length >= 0 && length < LEAST
        || status < 200
        || status == 204
        || status == 206
        || status == 304
        || headers.contains(HttpHeaders.CONTENT_ENCODING)) {
      return false;
    }
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    return type != null && isText(type);
  }

  private static boolean isText(String type) {
    return type.startsWith("application/json")
        || type.startsWith("text/") && !type.startsWith("text/event-stream")
        || type.startsWith("application/") && isStructured(type)
        || type.startsWith("image/svg+xml");
  }

  private static boolean isStructured(String type) {
    return type.contains("json")
        || type.contains("yaml")
        || type.contains("xml")
        || type.contains("javascript");
  }

  /**
   * Whether a client takes gzip (RFC 9110, section 12.5.3).
   *
   * @param accepted its {@code Accept-Encoding}, or null
   */
  static boolean isAccepted(String accepted) {
    if (accepted == null) {
      return false;
    }
    boolean any = false;
    for (String offer : accepted.split(",", 32)) {
      String[] parts = offer.split(";", 2);
      String coding = parts[0].strip();
      boolean wanted = parts.length == 1 || !isZero(parts[1]);
      if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
        return wanted;
      }
      any |= coding.equals("*") && wanted;
    }
    return any;
  }

  private static boolean isZero(String weight) {
    return weight.strip().matches("[qQ]=0(\\.0{0,3})?");
  }
}
