package dev.starling.net.limits;

import dev.starling.core.problem.Problem;
import dev.starling.core.settings.ServiceSettings;
import io.netty.handler.codec.DateFormatter;
import io.vertx.core.buffer.Buffer;
import java.util.Date;

/** Message for a client whose connection is refused; empty where it could not be read. */
public enum RejectionMessage {
  /** It does not speak yet: a TLS handshake would cost more than the client is worth. */
  NONE {
    @Override
    Buffer of(RejectionReason reason) {
      return Buffer.buffer();
    }
  },

  /** A line. */
  LINE {
    @Override
    Buffer of(RejectionReason reason) {
      return Buffer.buffer("ERROR " + reason.text() + "\n");
    }
  },

  /** An answer of HTTP/1.1, before the request is read. */
  HTTP {
    @Override
    Buffer of(RejectionReason reason) {
      Problem problem = Problem.of(reason.status(), reason.text());
      Buffer body = problem.toBuffer();
      return Buffer.buffer("HTTP/1.1 " + reason.status() + " " + problem.title() + "\r\n")
          .appendString("Date: " + DateFormatter.format(new Date()) + "\r\n")
          .appendString("Content-Type: " + Problem.MEDIA_TYPE + "\r\n")
          .appendString("Content-Length: " + body.length() + "\r\n")
          .appendString("Cache-Control: no-store\r\nRetry-After: 1\r\nConnection: close\r\n\r\n")
          .appendBuffer(body);
    }
  };

  /** A line where connections are plain. */
  public static RejectionMessage lineOver(ServiceSettings.Tls tls) {
    return tls.certificate().isPresent() ? NONE : LINE;
  }

  /** An answer of HTTP where connections are plain. */
  public static RejectionMessage httpOver(ServiceSettings.Tls tls) {
    return tls.certificate().isPresent() ? NONE : HTTP;
  }

  abstract Buffer of(RejectionReason reason);
}
