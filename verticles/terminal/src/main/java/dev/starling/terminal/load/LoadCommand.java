package dev.starling.terminal.load;

import dev.starling.terminal.load.plan.DurationConverter;
import dev.starling.terminal.load.plan.LoadPlan;
import dev.starling.terminal.load.plan.Protocol;
import dev.starling.terminal.load.plan.RequestTemplate;
import dev.starling.terminal.load.plan.SizeConverter;
import dev.starling.terminal.load.plan.Target;
import dev.starling.terminal.load.plan.Transport;
import dev.starling.terminal.load.report.Report;
import dev.starling.terminal.load.run.LoadFailedException;
import dev.starling.terminal.load.run.LoadResult;
import dev.starling.terminal.load.run.LoadRun;
import dev.starling.terminal.screen.SafeText;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the load tester, as far as its exit code. */
@Command(
    name = "load",
    description = "Sends many requests to an HTTP, WebSocket or TCP server, and reports.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  As fast as possible over 50 connections, for 10 seconds:",
      "    terminal load -c 50 http://127.0.0.1:8080/products",
      "  2,000 requests a second for a minute, as a page with a plot:",
      "    terminal load -r 2000 -d 1m --report html -o load.html \\",
      "      http://127.0.0.1:8080/products",
      "  1,000 new brands:",
      "    terminal load -n 1000 -X POST -H 'Content-Type: application/json' \\",
      "      --body '{\"brand_name\":\"x\"}' http://127.0.0.1:8080/brands",
      "  100 users who each say something every 5 seconds:",
      "    terminal load --protocol chat -c 100 -r 20 ws://127.0.0.1:8006/chat",
      "  Lines that come back:",
      "    terminal load tcp://127.0.0.1:8007",
      "",
      "Exit codes:",
      "  0    something was answered as it should",
      "  1    nothing was: unreachable, or everything failed",
      "  2    the command line is not valid",
      "  130  broken off with Ctrl-C, after the report so far"
    })
public final class LoadCommand implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int BROKEN_OFF = 130;
  private static final Duration USUAL_WARMUP = Duration.ofSeconds(3);
  private static final Duration USUAL_DURATION = Duration.ofSeconds(10);
  private static final Duration UNTIL_COUNTED = Duration.ofDays(7);
  private static final String USUAL_MESSAGE = "starling";

  @Parameters(
      paramLabel = "URL",
      description = "http://, https://, ws://, wss:// or tcp://, with host, port and path.")
  private String url;

  @Option(
      names = {"-c", "--connections"},
      paramLabel = "N",
      defaultValue = "10",
      description = "Connections, each with one request at a time (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = {"-r", "--rate"},
      paramLabel = "PER-SECOND",
      description = "Requests per second, over all connections (default: as fast as possible).")
  private Double rate;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long: 500ms, 10s, 2m, 1h (default: 10s, or until --requests are done).")
  private Duration duration;

  @Option(
      names = {"-n", "--requests"},
      paramLabel = "N",
      description = "End after so many requests.")
  private Long requests;

  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Ask for so long before it counts (default: 3s, with --requests 0).")
  private Duration warmup;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description =
          "For a connection, and for an answer to be complete (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      description = "Event loops that share the connections (default: one per core).")
  private Integer threads;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description =
          "For ws://, wss:// and tcp://: echo, a message comes back (the default); reply, the next"
              + " message is the answer; chat, a user's message reaches the user.")
  private Protocol protocol;

  @Option(
      names = {"-X", "--method"},
      paramLabel = "NAME",
      description = "HTTP method (default: GET, with a body POST).")
  private String method;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "LINE",
      description = "'Name: value' for HTTP requests and WebSocket handshakes; repeatable.")
  private List<String> headers = List.of();

  @Option(
      names = "--body",
      paramLabel = "TEXT",
      description = "Body of HTTP requests; otherwise the message (default: starling).")
  private String body;

  @Option(names = "--body-file", paramLabel = "FILE", description = "The same, from a file.")
  private Path bodyFile;

  @Option(
      names = "--max-answer",
      paramLabel = "SIZE",
      defaultValue = "64MiB",
      converter = SizeConverter.class,
      description = "Give up HTTP answers that are longer (default: ${DEFAULT-VALUE}).")
  private long maxAnswer;

  @Option(
      names = {"-k", "--insecure"},
      description = "Accept any TLS certificate.")
  private boolean insecure;

  @Option(
      names = "--report",
      paramLabel = "FORM",
      defaultValue = "text",
      description = "text, json or html (default: ${DEFAULT-VALUE}).")
  private Report report;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the report there instead of to standard output.")
  private Path output;

  @Spec private CommandSpec spec;

  /** Made by the command line. */
  public LoadCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    LoadPlan plan;
    try {
      plan = plan();
    } catch (IllegalArgumentException failure) {
      throw invalid(failure.getMessage());
    }
    requireWritable();
    try (Viewer viewer = Viewer.open(System.getenv())) {
      LoadResult outcome = run(plan, viewer);
      publish(outcome, viewer.isPerson());
      if (outcome.brokenOff()) {
        return BROKEN_OFF;
      }
      return outcome.statistics().succeeded() > 0 ? DONE : FAILED;
    } catch (LoadFailedException failure) {
      complain(failure.getMessage());
      return failure.brokenOff() ? BROKEN_OFF : FAILED;
    } catch (IOException failure) {
      complain("cannot write " + output + ": " + failure.getMessage());
      return FAILED;
    }
  }

  private static LoadResult run(LoadPlan plan, Viewer viewer)
      throws LoadFailedException, InterruptedException {
    try (var progress = viewer.progress()) {
      LoadRun run = new LoadRun(plan, progress);
      viewer.breakOffOnInterrupt(run);
      return run.run();
    }
  }

  private LoadPlan plan() {
    Target target = Target.parse(url);
    boolean http = target.transport() == Transport.HTTP;
    if (!http && method != null) {
      throw new IllegalArgumentException("--method is for http:// and https://");
    }
    if (target.transport() == Transport.TCP && !headers.isEmpty()) {
      throw new IllegalArgumentException("--header is not for tcp://");
    }
    Buffer content = content(http);
    return new LoadPlan(
        target,
        protocol == null ? (http ? Protocol.HTTP : Protocol.ECHO) : protocol,
        new RequestTemplate(
            RequestTemplate.method(
                method == null ? (content.length() == 0 ? "GET" : "POST") : method),
            headers.stream().map(RequestTemplate::header).toList(),
            content),
        connections,
        threads == null ? Runtime.getRuntime().availableProcessors() : threads,
        rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
        warmup != null ? warmup : requests == null ? USUAL_WARMUP : Duration.ZERO,
        duration != null ? duration : requests == null ? USUAL_DURATION : UNTIL_COUNTED,
        requests == null ? OptionalLong.empty() : OptionalLong.of(requests),
        timeout,
        maxAnswer,
        insecure);
  }

  private Buffer content(boolean http) {
    if (body != null && bodyFile != null) {
      throw new IllegalArgumentException("--body and --body-file exclude each other");
    }
    if (bodyFile == null) {
      return Buffer.buffer(body != null ? body : http ? "" : USUAL_MESSAGE);
    }
    try {
      if (Files.size(bodyFile) > RequestTemplate.MAX_BODY) {
        throw new IllegalArgumentException(
            bodyFile + " is longer than " + RequestTemplate.MAX_BODY + " bytes");
      }
      return Buffer.buffer(Files.readAllBytes(bodyFile));
    } catch (IOException failure) {
      throw new IllegalArgumentException("cannot read " + bodyFile, failure);
    }
  }

  /** Rather now than after an hour. */
  private void requireWritable() {
    if (output == null) {
      return;
    }
    Path directory = output.toAbsolutePath().getParent();
    boolean writable =
        Files.exists(output)
            ? Files.isRegularFile(output) && Files.isWritable(output)
            : Files.isDirectory(directory) && Files.isWritable(directory);
    if (!writable) {
      throw invalid("cannot write " + output);
    }
  }

  private void publish(LoadResult outcome, boolean toPerson) throws IOException {
    if (output != null) {
      Files.writeString(output, report.of(outcome));
    }
    if (output == null || toPerson) {
      spec.commandLine().getOut().print((output == null ? report : Report.TEXT).of(outcome));
      spec.commandLine().getOut().flush();
    }
  }

  private void complain(String message) {
    spec.commandLine().getErr().println(SafeText.strict(message));
  }

  private ParameterException invalid(String message) {
    return new ParameterException(spec.commandLine(), SafeText.strict(message));
  }
}
