package dev.starling.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An instance of a service in a process of its own, which can be killed and frozen. */
public final class ProcessInstance implements ServiceInstance {
  private static final Pattern UP = Pattern.compile(" is up: (.*?); \\d+ instance\\(s\\) in ");
  private static final long READY_SECONDS = 60;
  private static final Duration STOP = Duration.ofSeconds(60);
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(50);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(ANSWER).build();

  private final ServiceProcess process;
  private final Map<String, String> addresses = new HashMap<>();

  private ProcessInstance(ServiceProcess process) {
    this.process = process;
  }

  /**
   * Starts a process and waits until it listens.
   *
   * @param settings values by the path of their setting, given as environment variables
   * @param log the file that its output is appended to
   */
  static ProcessInstance start(Program program, Map<String, String> settings, Path log) {
    Map<String, String> environment =
        settings.entrySet().stream()
            .collect(Collectors.toMap(one -> variable(one.getKey()), Map.Entry::getValue));
    ProcessInstance instance =
        new ProcessInstance(ServiceProcess.start(program.command(), environment, log));
    try {
      String up = instance.process.awaitOutput(UP).group(1);
      for (String address : up.split("[;,] ")) {
        String[] purposeAndPlace = address.split(" ");
        instance.addresses.put(purposeAndPlace[0], purposeAndPlace[1]);
      }
      return instance;
    } catch (AssertionError failure) {
      instance.close();
      throw failure;
    }
  }

  private static String variable(String setting) {
    return "STARLING_" + setting.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public String address(String purpose) {
    return addresses.get(purpose);
  }

  /** The process itself: its output and its end. */
  public ServiceProcess process() {
    return process;
  }

  @Override
  public void awaitReady() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!isReady()) {
      if (process.exitsWithin(BETWEEN_REQUESTS) || System.nanoTime() > deadline) {
        throw new AssertionError("not ready\n" + process.tail());
      }
    }
  }

  private boolean isReady() {
    URI ready = URI.create("http://" + address("management") + "/health/ready");
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(ANSWER).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException unreachable) {
      return false;
    } catch (InterruptedException failure) {
      throw Interrupted.whileWaiting(failure);
    }
  }

  /** SIGKILL. */
  @Override
  public void kill() {
    process.kill();
  }

  /** SIGSTOP: it keeps its connections and does nothing at all. */
  public void freeze() {
    process.freeze();
  }

  /** SIGCONT: it goes on where it was. */
  public void resume() {
    process.resume();
  }

  @Override
  public void stop() {
    process.terminate();
    int code = process.awaitExit(STOP);
    if (code != 0) {
      throw new AssertionError("exit code " + code + "\n" + process.tail());
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
