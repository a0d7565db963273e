package dev.starling.terminal.load.wire;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.http.UpgradeRejectedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Why a request got no good answer.
 *
 * @param detail in the words of its source, empty when the kind says it all; may hold anything that
 *     the other end sent
 */
public record Failure(Kind kind, String detail) {

  /** What failures are counted by. */
  public enum Kind {
    /** Nobody listens there. */
    REFUSED("connection refused"),
    /** There is no way to it. */
    UNREACHABLE("no route"),
    /** It did not take the connection in time. */
    CONNECT_TIMEOUT("no connection in time"),
    /** TLS did not come about. */
    TLS("TLS failed"),
    /** It was asked and did not answer completely in time. */
    TIMEOUT("no answer in time"),
    /** The connection ended instead of an answer. */
    CLOSED("connection closed"),
    /** HTTP status 400 to 499. */
    CLIENT_ERROR("status 4xx"),
    /** HTTP status 500 and above. */
    SERVER_ERROR("status 5xx"),
    /** What it sends is not the protocol. */
    MALFORMED("malformed answer"),
    /** The answer has more bytes than it may. */
    TOO_LONG("answer too long"),
    /** It answered that it does not want to. */
    REJECTED("rejected"),
    /** Something on this side. */
    OTHER("other");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As it is shown. */
    public String words() {
      return words;
    }

    /** Whether there is no more to say. */
    private boolean isClear() {
      return this == REFUSED || this == UNREACHABLE || this == CONNECT_TIMEOUT;
    }
  }

  /** What an exception begins with that has taken over the words of another. */
  private static final Pattern CLASS_NAME = Pattern.compile("^[\\w.$]+(?:Exception|Error): ");

  private static final int SHALLOW = 10;
  private static final int LONGEST_DETAIL = 200;

  /** Cuts what is too long to be read. */
  public Failure {
    detail =
        detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "...";
  }

  /** The connection was closed, without a reason. */
  public static Failure closed() {
    return new Failure(Kind.CLOSED, "");
  }

  /** What an exception of the network stands for. */
  public static Failure of(Throwable thrown) {
    if (thrown instanceof RejectedException notWelcome) {
      return notWelcome.failure();
    }
    if (cause(thrown, NotSslRecordException.class) != null) {
      return new Failure(Kind.TLS, "what it sends is not TLS");
    }
    if (cause(thrown, SSLException.class) != null) {
      return new Failure(Kind.TLS, words(deepest(thrown)));
    }
    Kind kind = kind(thrown);
    return new Failure(kind, kind.isClear() ? "" : words(thrown));
  }

  private static Kind kind(Throwable thrown) {
    if (thrown instanceof ConnectTimeoutException) {
      return Kind.CONNECT_TIMEOUT;
    }
    if (thrown instanceof NoRouteToHostException) {
      return Kind.UNREACHABLE;
    }
    if (thrown instanceof ConnectException) {
      return mentions(thrown, "refused") ? Kind.REFUSED : Kind.UNREACHABLE;
    }
    if (thrown instanceof UpgradeRejectedException) {
      return Kind.REJECTED;
    }
    if (cause(thrown, TooLongFrameException.class) != null
        || cause(thrown, DecoderException.class) != null
        || thrown instanceof IllegalArgumentException
        || mentions(thrown, "no request in progress")) {
      return Kind.MALFORMED;
    }
    if (thrown instanceof ClosedChannelException
        || mentions(thrown, "reset")
        || mentions(thrown, "closed")
        || mentions(thrown, "broken pipe")) {
      return Kind.CLOSED;
    }
    return thrown instanceof IOException && mentions(thrown, "unreachable")
        ? Kind.UNREACHABLE
        : Kind.OTHER;
  }

  private static boolean mentions(Throwable thrown, String word) {
    return words(thrown).toLowerCase(Locale.ROOT).contains(word);
  }

  private static String words(Throwable thrown) {
    return thrown.getMessage() == null
        ? thrown.getClass().getSimpleName()
        : CLASS_NAME.matcher(thrown.getMessage()).replaceFirst("");
  }

  private static Throwable deepest(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause.getCause() != null && depth < SHALLOW; depth++) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Throwable cause(Throwable thrown, Class<? extends Throwable> type) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < SHALLOW; depth++) {
      if (type.isInstance(cause)) {
        return cause;
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** Its kind, and what there is to add. */
  @Override
  public String toString() {
    return kind.words() + (detail.isEmpty() ? "" : " (" + detail + ")");
  }
}
