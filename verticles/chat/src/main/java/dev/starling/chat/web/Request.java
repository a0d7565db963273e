package dev.starling.chat.web;

import dev.starling.chat.input.MessageRules;
import dev.starling.chat.input.Rejection;
import dev.starling.chat.input.Username;
import dev.starling.chat.session.Resume;
import dev.starling.chat.session.SessionSecrets;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A well-formed frame of a browser. */
sealed interface Request {
  /**
   * Somebody says who it is.
   *
   * @param username empty when it is left to the token
   */
  record Connect(Optional<Username> username, Optional<String> token, Optional<Resume> resume)
      implements Request {}

  /**
   * Somebody says something.
   *
   * @param id null when it has none
   */
  record Message(String id, String text) implements Request {}

  /** A new token for the user of this connection. */
  record Refresh(String token) implements Request {}

  /**
   * Asks for the newest events before one.
   *
   * @param id null when it has none
   * @param before number of that event; beyond the end when the client does not say
   */
  record History(String id, long before, int limit) implements Request {}

  /**
   * Asks who is there.
   *
   * @param id null when it has none
   * @param after the name behind which the answer begins, in alphabetical order; empty for the
   *     first
   */
  record Presence(String id, String after, int limit) implements Request {}

  /** It is none of these. */
  final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    // Part of an exception, which is serializable; this one never is.
    private final transient Rejection why;
    private final String id;

    private Malformed(Rejection why, String id) {
      super(why.message(), null, false, false);
      this.why = why;
      this.id = id;
    }

    Rejection why() {
      return why;
    }

    /** The message's id, if that much could be read; null otherwise. */
    String id() {
      return id;
    }
  }

  /** Form of an event's chain in the protocol. */
  Pattern CHAIN = Pattern.compile("[0-9a-f]{16}");

  /** Events or names in one answer. */
  int MOST_LIMIT = 100;

  /** The same when the client does not say. */
  int DEFAULT_LIMIT = 50;

  /** Longest id, in code points, as JSON Schema counts the characters of a string. */
  int MOST_ID = 64;

  /**
   * Reads a text frame.
   *
   * @throws Malformed when it is not one of the protocol
   */
  static Request parse(String text) throws Malformed {
    JsonObject json = json(text);
    Object type = json.getValue("type");
    if ("connect".equals(type)) {
      return connect(json);
    } else if ("message".equals(type)) {
      return message(json);
    } else if ("refresh".equals(type)) {
      return refresh(json);
    } else if ("history".equals(type)) {
      String id = id(json);
      return new History(id, whole(json, "before", Long.MAX_VALUE, id), limit(json, id));
    } else if ("presence".equals(type)) {
      String id = id(json);
      if (json.getValue("after", "") instanceof String after && MessageRules.isPlain(after)) {
        return new Presence(id, after, limit(json, id));
      }
      throw malformed("after must be a name", id);
    }
    throw malformed(
        "type must be \"connect\", \"message\", \"history\", \"presence\" or \"refresh\"", null);
  }

  private static JsonObject json(String text) throws Malformed {
    try {
      return new JsonObject(text);
    } catch (DecodeException | ClassCastException notAnObject) {
      throw malformed("a frame must be a JSON object", null);
    }
  }

  private static Connect connect(JsonObject json) throws Malformed {
    Object resume = json.getValue("resume");
    return new Connect(
        username(json.getValue("username")),
        token(json.getValue("token")),
        resume == null ? Optional.empty() : Optional.of(resume(resume)));
  }

  private static Optional<Username> username(Object value) throws Malformed {
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      throw new Malformed(Username.INVALID, null);
    }
    Optional<Username> username = Username.parse(text);
    if (username.isEmpty()) {
      throw new Malformed(Username.refusal(text), null);
    }
    return username;
  }

  private static Optional<String> token(Object value) throws Malformed {
    if (value == null || value instanceof String text && MessageRules.isPlain(text)) {
      return Optional.ofNullable((String) value);
    }
    throw malformed("token must be a string without control characters", null);
  }

  private static Refresh refresh(JsonObject json) throws Malformed {
    return new Refresh(
        token(json.getValue("token")).orElseThrow(() -> malformed("token must be a string", null)));
  }

  private static Resume resume(Object value) throws Malformed {
    if (value instanceof JsonObject json
        && json.getValue("session") instanceof String session
        && SessionSecrets.isOne(session)
        && json.getValue("epoch") instanceof String epoch
        && MessageRules.isPlain(epoch)
        && isWhole(json.getValue("seq"))
        && json.getLong("seq") >= 0
        && isChain(json.getValue("chain"))) {
      return new Resume(session, epoch, json.getLong("seq"), chain(json.getString("chain")));
    }
    throw malformed(
        "resume must have session, epoch and seq as the welcome and the last event had them", null);
  }

  private static Message message(JsonObject json) throws Malformed {
    String id = id(json);
    if (json.getValue("text") instanceof String text) {
      return new Message(id, text);
    }
    throw malformed("text must be a string", id);
  }

  private static String id(JsonObject json) throws Malformed {
    Object id = json.getValue("id");
    if (id != null && !(id instanceof String text && isId(text))) {
      throw malformed(
          "id must be a string of 1 to "
              + MOST_ID
              + " characters, without control characters or unpaired surrogates",
          null);
    }
    return (String) id;
  }

  private static int limit(JsonObject json, String id) throws Malformed {
    long limit = whole(json, "limit", DEFAULT_LIMIT, id);
    if (limit > MOST_LIMIT) {
      throw malformed("limit must be a whole number from 1 to " + MOST_LIMIT, id);
    }
    return (int) limit;
  }

  private static long whole(JsonObject json, String name, long otherwise, String id)
      throws Malformed {
    Object value = json.getValue(name);
    if (value == null) {
      return otherwise;
    }
    if (isWhole(value) && json.getLong(name) >= 1) {
      return json.getLong(name);
    }
    throw malformed(name + " must be a whole number from 1 on", id);
  }

  private static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= 2 * MOST_ID
        && text.codePointCount(0, text.length()) <= MOST_ID
        && MessageRules.isPlain(text);
  }

  /** 64 bits as 16 hexadecimal digits; a client may leave it out. */
  private static boolean isChain(Object value) {
    return value == null || value instanceof String text && CHAIN.matcher(text).matches();
  }

  private static OptionalLong chain(String text) {
    return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(text, 16));
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer || value instanceof Long;
  }

  private static Malformed malformed(String message, String id) {
    return new Malformed(new Rejection(Rejection.Code.MALFORMED, message), id);
  }
}
