package dev.starling.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.tls.ServerCertificate;
import dev.starling.net.SocketOptions;
import dev.starling.testing.Authority;
import dev.starling.testing.Authority.Issued;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RenewalTest {
  private final Vertx vertx = Vertx.vertx();
  private final Authority authority = new Authority("ours");
  private final Issued old = authority.issue();
  private final Issued renewed = authority.issue();

  @TempDir private Path folder;
  private Path certificate;
  private Path key;
  private ServerCertificate shown;

  @BeforeEach
  void begin() throws Exception {
    certificate = folder.resolve("certificate.pem");
    key = folder.resolve("key.pem");
    old.write(certificate, key);
    shown = ServerCertificate.of(settings()).orElseThrow();
  }

  @AfterEach
  void end() throws Exception {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  @Test
  void http_shows_a_renewed_certificate_and_keeps_its_connections() throws Exception {
    renewedWithoutLosingAnyone(
        vertx
            .createHttpServer(HttpServers.http(options(), 1_024))
            .requestHandler(request -> request.response().end("\n"))
            .listen(0, "127.0.0.1")
            .await()
            .actualPort(),
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "HTTP/1.1 200 OK");
  }

  @Test
  void tcp_shows_a_renewed_certificate_and_keeps_its_connections() throws Exception {
    renewedWithoutLosingAnyone(
        vertx
            .createNetServer(SocketOptions.tcp(options()))
            .connectHandler(socket -> socket.handler(socket::write))
            .listen(0, "127.0.0.1")
            .await()
            .actualPort(),
        "hello\n",
        "hello");
  }

  private void renewedWithoutLosingAnyone(int port, String question, String answer)
      throws IOException {
    SSLContext trusting = authority.trusting();
    try (Client before = new Client(trusting, port)) {
      assertThat(before.certificate()).isEqualTo(old.certificate());
      assertThat(before.ask(question)).isEqualTo(answer);
      renewed.write(certificate, key);
      shown.watch().look();
      // Of a client that knows nothing of earlier sessions.
      try (Client after = new Client(authority.trusting(), port)) {
        assertThat(after.certificate()).isEqualTo(renewed.certificate());
        assertThat(after.ask(question)).isEqualTo(answer);
      }
      assertThat(before.ask(question)).isEqualTo(answer);
    }
  }

  private Optional<KeyCertOptions> options() {
    return Optional.of(shown.options());
  }

  private ServiceSettings.Tls settings() {
    return new ServiceSettings.Tls() {
      @Override
      public Optional<String> certificate() {
        return Optional.of(certificate.toString());
      }

      @Override
      public Optional<String> key() {
        return Optional.of(key.toString());
      }
    };
  }

  private record Client(SSLSocket socket, BufferedReader in) implements AutoCloseable {
    Client(SSLContext context, int port) throws IOException {
      this((SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port));
    }

    private Client(SSLSocket socket) throws IOException {
      this(
          socket,
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)));
      socket.setSoTimeout(60_000);
      socket.startHandshake();
    }

    Certificate certificate() throws IOException {
      return socket.getSession().getPeerCertificates()[0];
    }

    /** The first line of what is said next, but for empty ones and headers. */
    String ask(String question) throws IOException {
      socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
      String line = in.readLine();
      while (line.isEmpty() || line.contains(": ")) {
        line = in.readLine();
      }
      return line;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
