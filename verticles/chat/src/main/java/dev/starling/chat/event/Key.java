package dev.starling.chat.event;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * 128 bits that identify an event, a session or a connection. A key made from text is a hash of it:
 * whatever the text holds, the key has one size, harms no store and gives away no secret.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Key(long high, long low) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A key that no one else has. */
  public static Key random() {
    byte[] bytes = new byte[2 * Long.BYTES];
    RANDOM.nextBytes(bytes);
    return of(bytes);
  }

  /**
   * The key of some texts: the first 128 bits of their SHA-256, each text preceded by its length so
   * that no two lists of texts are taken for the same.
   */
  public static Key of(String... texts) {
    int size = 0;
    for (String text : texts) {
      size += Integer.BYTES + Character.BYTES * text.length();
    }
    ByteBuffer bytes = ByteBuffer.allocate(size);
    for (String text : texts) {
      bytes.putInt(Character.BYTES * text.length());
      // UTF-16 and not UTF-8: an unpaired surrogate has no UTF-8, and all of them would be equal.
      for (int i = 0; i < text.length(); i++) {
        bytes.putChar(text.charAt(i));
      }
    }
    return of(sha256().digest(bytes.array()));
  }

  /** The same bits as a UUID, as databases keep them. */
  public UUID toUuid() {
    return new UUID(high, low);
  }

  public static Key of(UUID uuid) {
    return new Key(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  private static Key of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Key(buffer.getLong(), buffer.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
