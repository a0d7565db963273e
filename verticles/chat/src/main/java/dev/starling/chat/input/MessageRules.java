package dev.starling.chat.input;

import dev.starling.chat.settings.ChatSettings;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Limits of a message: characters, length and rate, the same for each protocol. */
public final class MessageRules {
  private static final Rejection NOT_UTF_8 = invalid("message is not UTF-8; not delivered");
  private static final Rejection CONTROL = invalid("message has control characters; not delivered");
  private static final Rejection EMPTY = invalid("message is empty; not delivered");

  private final int maxBytes;
  private final Rejection tooLong;
  private final Rejection tooFast;

  public MessageRules(ChatSettings settings) {
    maxBytes = Math.toIntExact(settings.maxMessage().bytes());
    tooLong =
        new Rejection(
            Rejection.Code.MESSAGE_TOO_LONG,
            "message longer than " + maxBytes + " bytes; not delivered");
    tooFast =
        new Rejection(
            Rejection.Code.RATE_LIMITED,
            "more than "
                + settings.rate().perSecond()
                + " messages per second; not delivered, send it again later");
  }

  /** Bytes of UTF-8 that a message may have. */
  public int maxBytes() {
    return maxBytes;
  }

  /** Why a message of more bytes is refused. */
  public Rejection tooLong() {
    return tooLong;
  }

  /** Why a message beyond the rate is refused. */
  public Rejection tooFast() {
    return tooFast;
  }

  /** Decodes bytes; empty when they are not UTF-8 (RFC 3629). */
  public static Optional<String> decode(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  /** The fault of bytes that {@link #decode} refuses. */
  public static Rejection notUtf8() {
    return NOT_UTF_8;
  }

  /**
   * Whether a text has neither control characters (Unicode Cc) nor unpaired surrogates: only such a
   * text is the same after it was kept in a store and sent in UTF-8.
   */
  public static boolean isPlain(String text) {
    return text.codePoints()
        .map(Character::getType)
        .noneMatch(type -> type == Character.CONTROL || type == Character.SURROGATE);
  }

  /** The fault of a text; empty when it has none. */
  public Optional<Rejection> check(String text) {
    if (text.isEmpty()) {
      return Optional.of(EMPTY);
    }
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.getType(c) == Character.CONTROL && c != '\t') {
        return Optional.of(CONTROL);
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else if (Character.isSurrogate(c)) {
        return Optional.of(NOT_UTF_8);
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return bytes > maxBytes ? Optional.of(tooLong) : Optional.empty();
  }

  private static Rejection invalid(String message) {
    return new Rejection(Rejection.Code.MESSAGE_INVALID, message);
  }
}
