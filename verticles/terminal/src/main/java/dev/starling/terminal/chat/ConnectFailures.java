package dev.starling.terminal.chat;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says in a few words why a connection failed. */
final class ConnectFailures {
  private static final int WITHOUT_CLOSE_FRAME = 1006;
  private static final Pattern RETRY = Pattern.compile("retry within ([0-9]{1,9}) ms");
  private static final long LONGEST_SPREAD = 60_000;

  private ConnectFailures() {}

  static String of(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return of(failure.getCause());
    }
    if (failure instanceof WebSocketHandshakeException handshake) {
      return "it answers HTTP " + handshake.getResponse().statusCode() + ", not as a chat server";
    }
    if (failure instanceof HttpTimeoutException) {
      return "no answer within " + SocketLink.CONNECT_TIMEOUT.toSeconds() + " s";
    }
    if (failure instanceof UnresolvedAddressException
        || failure.getCause() instanceof UnresolvedAddressException) {
      return "unknown host";
    }
    if (failure instanceof SSLException) {
      return "TLS failed: " + failure.getMessage();
    }
    if (failure.getMessage() != null) {
      return failure.getMessage().toLowerCase(Locale.ROOT);
    }
    return failure instanceof ConnectException ? "connection refused" : "connection lost";
  }

  /**
   * How long a server that goes away asks its clients to spread their return, {@code retry within
   * 2000 ms}; empty when it does not, and a minute at most.
   */
  static Optional<Duration> spreadOf(String words) {
    Matcher hint = RETRY.matcher(words);
    return hint.matches()
        ? Optional.of(Duration.ofMillis(Math.min(LONGEST_SPREAD, Long.parseLong(hint.group(1)))))
        : Optional.empty();
  }

  /** Why a WebSocket was closed: RFC 6455, section 7.4, and the chat's own codes. */
  static String ofClose(int code, String words) {
    if (code == WITHOUT_CLOSE_FRAME) {
      return "connection lost";
    }
    String reason =
        switch (code) {
          case 1001 -> "the server is going away";
          case 4001 -> "it was read too slowly";
          case 4004 -> "the token has expired";
          default -> "the server closed it";
        };
    return reason + " (" + code + (words.isEmpty() ? "" : " " + words) + ")";
  }
}
