package dev.starling.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Asks one server whether it is ready.
 *
 * <p>A bare socket and no HTTP client: asked every 10 ms while the server starts, it must not take
 * the processor from it.
 */
final class ReadinessProbe {
  private static final int TIMEOUT_MILLIS = 1_000;
  private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

  private final Launch launch;

  ReadinessProbe(Launch launch) {
    this.launch = launch;
  }

  boolean isReady() {
    int port = launch.health().map(URI::getPort).orElse(launch.port());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      return launch.health().isEmpty() || answersOk(socket, launch.health().get());
    } catch (IOException notYet) {
      return false;
    }
  }

  private static boolean answersOk(Socket socket, URI health) throws IOException {
    String query = health.getRawQuery() == null ? "" : "?" + health.getRawQuery();
    String request =
        "GET %s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .formatted(health.getRawPath(), query);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    return Arrays.equals(in.readNBytes(OK.length), OK);
  }
}
