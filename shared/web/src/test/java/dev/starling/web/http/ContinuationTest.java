package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.Authority;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Header blocks of HTTP/2 that do not end (RFC 9113, section 10.5.1; CVE-2026-33871). */
@Timeout(180)
class ContinuationTest {
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int CONTINUATION = 9;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final byte METHOD_GET = (byte) 0x82;
  private static final int MANY = 1_000;

  @Test
  void empty_continuations_end_a_connection_without_tls() throws IOException {
    try (FrontRig rig = FrontRig.of(request -> request.response().end());
        Socket socket = new Socket("127.0.0.1", rig.port)) {
      assertThat(errorAfterEmptyContinuations(socket)).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void empty_continuations_end_a_connection_with_tls(@TempDir Path folder) throws IOException {
    Authority authority = new Authority("ours");
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    authority.issue().write(certificate, key);
    FrontRig.Setup setup = FrontRig.Setup.PLAIN.tls(certificate.toString(), key.toString());
    try (FrontRig rig = new FrontRig(setup, request -> request.response().end());
        SSLSocket socket =
            (SSLSocket)
                authority.trusting().getSocketFactory().createSocket("127.0.0.1", rig.port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      assertThat(errorAfterEmptyContinuations(socket)).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  /** Returns the error code of the server's GOAWAY. */
  private static int errorAfterEmptyContinuations(Socket socket) throws IOException {
    socket.setSoTimeout(60_000);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    sent.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    sent.writeBytes(frame(SETTINGS, 0));
    sent.writeBytes(frame(HEADERS, 1, METHOD_GET));
    for (int i = 0; i < MANY; i++) {
      sent.writeBytes(frame(CONTINUATION, 1));
    }
    socket.getOutputStream().write(sent.toByteArray());
    DataInputStream in = new DataInputStream(socket.getInputStream());
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      in.skipNBytes(5);
      if (type == GOAWAY) {
        in.readInt();
        return in.readInt();
      }
      in.skipNBytes(length);
    }
  }

  /** A frame without flags (RFC 9113, section 4.1), so that no header block ends. */
  private static byte[] frame(int type, int stream, byte... payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {0, 0, (byte) payload.length, (byte) type, 0, 0, 0, 0});
    frame.write(stream);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }
}
