package dev.starling.probe.run;

import dev.starling.core.text.RootCause;
import dev.starling.probe.guard.Forbidden;
import dev.starling.probe.guard.UnknownHost;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * Why a request has no result.
 *
 * @param text one line for the client to read
 */
public record Failure(Kind kind, String text) {

  /** The fault in one of few words, which become a label. */
  public enum Kind {
    FORBIDDEN,
    UNKNOWN_HOST,
    CONNECT,
    TLS,
    TIMEOUT,
    CLOSED,
    TOO_LONG,
    REDIRECT,
    MALFORMED,
    /** The run ended first. */
    ENDED;

    /** As metrics have it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int LONGEST_REASON = 200;

  /** Explains a failure on the way to, or of the conversation with, a server. */
  static Failure of(Throwable failure, String server) {
    if (failure instanceof Forbidden) {
      return new Failure(Kind.FORBIDDEN, failure.getMessage());
    } else if (failure instanceof UnknownHost) {
      return new Failure(Kind.UNKNOWN_HOST, failure.getMessage());
    } else if (failure instanceof ConnectTimeoutException) {
      return new Failure(Kind.TIMEOUT, server + " did not accept the connection in time");
    } else if (failure instanceof SSLException) {
      return new Failure(Kind.TLS, "TLS with " + server + " failed: " + reason(failure));
    } else if (failure instanceof ConnectException) {
      return new Failure(Kind.CONNECT, cannotConnect(server, reason(failure)));
    } else if (failure instanceof HttpClosedException) {
      return new Failure(Kind.CLOSED, server + " closed the connection before its answer was over");
    } else if (isMalformed(failure)) {
      return new Failure(
          Kind.MALFORMED, server + " does not answer as HTTP has it: " + reason(failure));
    } else if (failure instanceof IOException) {
      return new Failure(Kind.CLOSED, server + " broke the connection off: " + reason(failure));
    }
    return new Failure(
        Kind.CONNECT, "the conversation with " + server + " failed: " + reason(failure));
  }

  private static boolean isMalformed(Throwable failure) {
    return failure instanceof DecoderException
        || failure instanceof TooLongFrameException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException;
  }

  private static String cannotConnect(String server, String reason) {
    return reason.toLowerCase(Locale.ROOT).contains("refused")
        ? server + " refused the connection"
        : "cannot connect to " + server + ": " + reason.replaceFirst(": [^ ]*/[^ ]*$", "");
  }

  /** The first line of what lies at the bottom of a failure. */
  private static String reason(Throwable failure) {
    if (RootCause.of(failure) instanceof ClosedChannelException) {
      return "the connection was closed";
    }
    String line = RootCause.line(failure);
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }
}
