package dev.starling.terminal.sql.server;

import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Says in a few words why a connection failed. */
final class ConnectFailures {
  private static final int DEEPEST = 10;

  private ConnectFailures() {}

  private static boolean isTls(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < DEEPEST && cause != null; i++) {
      if (cause instanceof SSLException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Which certificate was wrong, and how, is known best where it was found. */
  private static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < DEEPEST && cause.getCause() != null; i++) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? failure : cause;
  }

  static String of(Throwable failure) {
    if (failure instanceof UnknownHostException) {
      return "unknown host";
    }
    if (failure instanceof NoRouteToHostException) {
      return "no route to the host";
    }
    if (failure instanceof ConnectException) {
      return "connection refused";
    }
    if (isTls(failure)) {
      return "TLS failed: " + innermost(failure).getMessage();
    }
    if (failure instanceof ClosedConnectionException) {
      return "it broke the connection off";
    }
    if (failure instanceof UnsupportedOperationException && failure.getMessage() == null) {
      return "what it sends is not the protocol of PostgreSQL";
    }
    return failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : failure.getMessage().strip();
  }
}
