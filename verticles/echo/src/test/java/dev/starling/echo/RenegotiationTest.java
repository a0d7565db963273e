package dev.starling.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.Authority;
import dev.starling.testing.FreePorts;
import dev.starling.testing.Program;
import dev.starling.testing.ServiceEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own: the JDK reads once what it does about renegotiation. */
@Timeout(120)
class RenegotiationTest {
  private static final int WAIT_MILLIS = 20_000;
  private static final Pattern ADDRESSES =
      Pattern.compile("is up: management \\S+:(\\d+), tcp \\S+:(\\d+);");

  @TempDir private Path folder;
  private final Authority authority = new Authority("ours");
  private final int busPort = FreePorts.one();
  private Process service;
  private int managementPort;
  private int tcpPort;

  @BeforeEach
  void start() throws IOException {
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    Path trusted = folder.resolve("authority.pem");
    authority.issue().write(certificate, key);
    Files.writeString(trusted, authority.pem());
    Map<String, String> settings = new HashMap<>();
    settings.put("STARLING_TCP_PORT", "0");
    settings.put("STARLING_MANAGEMENT_PORT", "0");
    settings.put("STARLING_MANAGEMENT_TLS", "true");
    settings.put("STARLING_TLS_CERTIFICATE", certificate.toString());
    settings.put("STARLING_TLS_KEY", key.toString());
    settings.put("STARLING_CLUSTER_NAME", "renegotiation" + busPort);
    settings.put("STARLING_CLUSTER_PORT", Integer.toString(FreePorts.one()));
    settings.put("STARLING_CLUSTER_BUS_PORT", Integer.toString(busPort));
    settings.put("STARLING_CLUSTER_TLS_CERTIFICATE", certificate.toString());
    settings.put("STARLING_CLUSTER_TLS_KEY", key.toString());
    settings.put("STARLING_CLUSTER_TLS_AUTHORITY", trusted.toString());
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            Program.classPath(),
            EchoService.class.getName());
    ServiceEnvironment.clean(builder, settings);
    service = builder.redirectErrorStream(true).start();
    awaitUp(service.inputReader());
  }

  @AfterEach
  void stop() throws InterruptedException {
    service.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  @Test
  void a_client_may_not_renegotiate_on_any_port() throws IOException {
    assertRefused(tcpPort);
    assertRefused(managementPort);
    assertRefused(busPort);
  }

  private void assertRefused(int port) throws IOException {
    try (SSLSocket client =
        (SSLSocket) authority.member().getSocketFactory().createSocket("127.0.0.1", port)) {
      client.setSoTimeout(WAIT_MILLIS);
      client.setEnabledProtocols(new String[] {"TLSv1.2"});
      client.startHandshake();
      assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.2");
      assertThat(isCutOff(client)).as("port " + port).isTrue();
    }
  }

  /** Whether the server ends the connection; one that renegotiates goes on, and waits for more. */
  private static boolean isCutOff(SSLSocket client) throws IOException {
    try {
      client.startHandshake();
      client.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException goesOn) {
      return false;
    } catch (SSLException | SocketException refused) {
      return true;
    }
  }

  private void awaitUp(BufferedReader output) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      all.append(line).append('\n');
      Matcher addresses = ADDRESSES.matcher(line);
      if (addresses.find()) {
        managementPort = Integer.parseInt(addresses.group(1));
        tcpPort = Integer.parseInt(addresses.group(2));
        return;
      }
    }
    throw new AssertionError("it ended:\n" + all);
  }
}
