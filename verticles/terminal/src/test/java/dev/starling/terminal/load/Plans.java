package dev.starling.terminal.load;

import dev.starling.terminal.load.plan.LoadPlan;
import dev.starling.terminal.load.plan.Protocol;
import dev.starling.terminal.load.plan.RequestTemplate;
import dev.starling.terminal.load.plan.Target;
import dev.starling.terminal.load.plan.Transport;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Makes plans for tests, small and without a warm-up. */
public final class Plans {
  private final Target target;
  private Protocol protocol;
  private RequestTemplate question;
  private int connections = 2;
  private int threads = 1;
  private OptionalDouble rate = OptionalDouble.empty();
  private Duration warmup = Duration.ZERO;
  private Duration duration = Duration.ofSeconds(30);
  private OptionalLong requests = OptionalLong.empty();
  private Duration timeout = Duration.ofSeconds(5);
  private long maxAnswer = 1 << 20;
  private boolean insecure;

  private Plans(Target target) {
    this.target = target;
    boolean http = target.transport() == Transport.HTTP;
    this.protocol = http ? Protocol.HTTP : Protocol.ECHO;
    this.question =
        new RequestTemplate(HttpMethod.GET, List.of(), Buffer.buffer(http ? "" : "hello"));
  }

  public static Plans of(String url) {
    return new Plans(Target.parse(url));
  }

  public Plans protocol(Protocol other) {
    protocol = other;
    return this;
  }

  public Plans question(HttpMethod method, Map<String, String> headers, String body) {
    question = new RequestTemplate(method, List.copyOf(headers.entrySet()), Buffer.buffer(body));
    return this;
  }

  public Plans connections(int number) {
    connections = number;
    return this;
  }

  public Plans threads(int number) {
    threads = number;
    return this;
  }

  public Plans rate(double perSecond) {
    rate = OptionalDouble.of(perSecond);
    return this;
  }

  public Plans warmup(Duration time) {
    warmup = time;
    return this;
  }

  public Plans duration(Duration time) {
    duration = time;
    return this;
  }

  public Plans requests(long number) {
    requests = OptionalLong.of(number);
    return this;
  }

  public Plans timeout(Duration time) {
    timeout = time;
    return this;
  }

  public Plans maxAnswer(long bytes) {
    maxAnswer = bytes;
    return this;
  }

  public Plans insecure() {
    insecure = true;
    return this;
  }

  public LoadPlan plan() {
    return new LoadPlan(
        target,
        protocol,
        question,
        connections,
        threads,
        rate,
        warmup,
        duration,
        requests,
        timeout,
        maxAnswer,
        insecure);
  }
}
