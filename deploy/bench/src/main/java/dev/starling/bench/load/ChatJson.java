package dev.starling.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * As much of chat's JSON as the load needs. It is not parsed: the services write the fields in one
 * order, and what is looked for stands at a known place.
 */
final class ChatJson {
  static final int MESSAGE = 'm';
  static final int JOINED = 'j';
  static final int LEFT = 'l';
  static final int WELCOME = 'w';
  static final int ACK = 'a';
  static final int ERROR = 'e';

  private static final int KIND_AT = "{'type':'".length();
  private static final int ID_AT = "{'type':'ack','id':'".length();
  private static final int NUMBER_DIGITS = 16;
  private static final int RADIX = 16;
  private static final ByteBuf TEXT =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\"text\":\"", StandardCharsets.US_ASCII));

  private ChatJson() {}

  static String connect(String username) {
    return json("{'type':'connect','username':'%s'}", username);
  }

  /**
   * A connect that resumes a session.
   *
   * @param welcome of the session
   * @param event the last one read, or the welcome
   */
  static String resume(String username, String welcome, String event) {
    String chain = event.contains("\"chain\":") ? ",'chain':" + field(event, "chain") : "";
    return json(
        "{'type':'connect','username':'%s','resume':{'session':%s,'epoch':%s,'seq':%s%s}}",
        username,
        field(welcome, "session"),
        field(welcome, "epoch"),
        field(event, "seq"),
        chain.replace('\'', '"'));
  }

  static String message(String text) {
    return json("{'type':'message','text':'%s'}", text);
  }

  static String message(long id, String text) {
    return json("{'type':'message','id':'%s','text':'%s'}", number(id), text);
  }

  /** A message as a server sends it, of the length it has there. */
  static String event(String username, String text) {
    return json(
        "{'type':'message','seq':100000,'username':'%s','text':'%s',"
            + "'at':'2026-01-01T12:00:00.000Z'}",
        username, text);
  }

  /** A text of this length that carries a number. */
  static String textWith(long number, int length) {
    return number(number) + "x".repeat(length - NUMBER_DIGITS);
  }

  /** What a frame is: the first letter of its type. */
  static int kind(ByteBuf frame) {
    return frame.getByte(frame.readerIndex() + KIND_AT);
  }

  /** The id in an acknowledgement. */
  static long ackedId(ByteBuf frame) {
    return number(frame, frame.readerIndex() + ID_AT);
  }

  /** The number that the text of a message carries. */
  static long numberIn(ByteBuf frame) {
    int at = ByteBufUtil.indexOf(TEXT, frame);
    if (at < 0) {
      throw new CorruptedFrameException("no text in: " + frame.toString(StandardCharsets.US_ASCII));
    }
    return number(frame, frame.readerIndex() + at + TEXT.readableBytes());
  }

  /** A field's value as it stands in a flat object. */
  private static String field(String json, String name) {
    int begin = json.indexOf('"' + name + "\":") + name.length() + "'':".length();
    int end = json.indexOf(',', begin);
    return json.substring(begin, end < 0 ? json.indexOf('}', begin) : end);
  }

  private static String number(long number) {
    String digits = Long.toHexString(number);
    return "0".repeat(NUMBER_DIGITS - digits.length()) + digits;
  }

  /** A number as a text carries it, at its place. */
  static long number(ByteBuf frame, int at) {
    long number = 0;
    for (int i = at; i < at + NUMBER_DIGITS; i++) {
      number = RADIX * number + Character.digit(frame.getByte(i), RADIX);
    }
    return number;
  }

  private static String json(String singleQuoted, Object... values) {
    return String.format(Locale.ROOT, singleQuoted.replace('\'', '"'), values);
  }
}
