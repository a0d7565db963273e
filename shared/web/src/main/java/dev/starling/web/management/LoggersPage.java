package dev.starling.web.management;

import dev.starling.core.logging.LogLevels;
import dev.starling.core.problem.Problem;
import dev.starling.core.problem.ProblemException;
import dev.starling.core.settings.Converters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the levels of loggers at {@code /loggers}, and has them changed with PUT at {@code
 * /loggers/<name>}, for good or for a while. Belongs to the event loop of management, which is the
 * only one there.
 */
final class LoggersPage {
  private static final Logger log = LoggerFactory.getLogger(LoggersPage.class);

  private static final String PATH = "/loggers";
  private static final int MAX_BODY = 1_024;
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Set<String> KNOWN = Set.of("level", "for");

  private final Vertx vertx;
  private final LogLevels levels = new LogLevels();
  private final Map<String, Passing> passing = new HashMap<>();

  LoggersPage(Vertx vertx) {
    this.vertx = vertx;
  }

  private record Passing(long timer, Instant until) {}

  /** Level that is wanted for a logger; none restores the configured one. */
  private record Change(Optional<String> level, Optional<Duration> time) {}

  static boolean isAt(String path) {
    return path != null && (path.equals(PATH) || path.startsWith(PATH + "/"));
  }

  void handle(HttpServerRequest request) {
    if (request.path().equals(PATH)) {
      list(request);
    } else if (request.method() != HttpMethod.PUT) {
      request.response().putHeader(HttpHeaders.ALLOW, "PUT");
      Problem.of(405, request.path() + " is changed with PUT").send(request.response());
    } else {
      change(request, request.path().substring(PATH.length() + 1))
          .onSuccess(done -> request.response().setStatusCode(204).end())
          .onFailure(failure -> refuse(request, failure));
    }
  }

  private void list(HttpServerRequest request) {
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      Problem.of(405, "a level is changed with PUT " + PATH + "/<name>").send(request.response());
      return;
    }
    JsonObject loggers = new JsonObject();
    levels.own().forEach(loggers::put);
    JsonObject until = new JsonObject();
    new TreeMap<>(passing).forEach((name, one) -> until.put(name, one.until().toString()));
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(
            new JsonObject()
                .put("root", levels.root())
                .put("loggers", loggers)
                .put("until", until)
                .toBuffer());
  }

  private static void refuse(HttpServerRequest request, Throwable failure) {
    Problem problem =
        failure instanceof ProblemException known
            ? known.problem()
            : Problem.of(400, "the request broke off");
    problem.send(request.response());
  }

  private Future<Void> change(HttpServerRequest request, String name) {
    String client = request.remoteAddress().hostAddress();
    if (request.headers().contains(HttpHeaders.ORIGIN)) {
      return Future.failedFuture(new ProblemException(403, "pages in browsers change no levels"));
    }
    return body(request)
        .compose(
            body -> {
              Change change = parse(body);
              String logger = name.equalsIgnoreCase(LogLevels.ROOT) ? LogLevels.ROOT : name;
              if (!levels.exists(logger)) {
                throw new ProblemException(
                    404,
                    "there is no such logger; valid is root, one that has been used, or a package"
                        + " of some, such as dev.starling");
              }
              apply(logger, change, client);
              return Future.succeededFuture();
            });
  }

  private static Future<Buffer> body(HttpServerRequest request) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    request.exceptionHandler(whole::tryFail);
    request.handler(
        part -> {
          if (body.length() + part.length() <= MAX_BODY) {
            body.appendBuffer(part);
          } else {
            whole.tryFail(
                new ProblemException(413, "the body is longer than " + MAX_BODY + " bytes"));
          }
        });
    request.endHandler(end -> whole.tryComplete(body));
    return whole.future();
  }

  private static Change parse(Buffer body) {
    JsonObject asked;
    try {
      asked = new JsonObject(body);
    } catch (DecodeException | ClassCastException malformed) {
      throw bad("the body is no JSON object; valid is one such as {\"level\":\"debug\"}");
    }
    if (!KNOWN.containsAll(asked.fieldNames())) {
      throw bad("valid are level, and for");
    }
    Optional<String> level = text(asked, "level");
    Optional<Duration> time = text(asked, "for").map(LoggersPage::time);
    if (level.isPresent() && !LogLevels.VALID.contains(level.get())) {
      throw bad("level: valid is one of " + String.join(", ", LogLevels.VALID));
    }
    if (time.isPresent() && level.isEmpty()) {
      throw bad("for: goes with a level; without one the level is put back now");
    }
    return new Change(level, time);
  }

  private static Optional<String> text(JsonObject asked, String name) {
    Object value = asked.getValue(name);
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    throw bad(name + ": valid is a text");
  }

  private static Duration time(String text) {
    try {
      Duration time = Converters.duration(text);
      if (!time.isZero() && time.compareTo(LONGEST) <= 0) {
        return time;
      }
    } catch (IllegalArgumentException notATime) {
      // The same problem as one that is too long.
    }
    throw bad(
        "for: valid is a duration such as 30s, 10m or 1h, " + LONGEST.toHours() + "h at most");
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(400, detail);
  }

  private void apply(String name, Change change, String client) {
    Passing earlier = passing.remove(name);
    if (earlier != null) {
      vertx.cancelTimer(earlier.timer());
    }
    if (change.level().isEmpty()) {
      putBack(name, client + " asked for it");
      return;
    }
    levels.change(name, change.level().get());
    change.time().ifPresent(time -> passing.put(name, pass(name, time)));
    log.warn(
        "log level of {} is {}{}: {} asked for it",
        name,
        change.level().get(),
        change.time().map(time -> " until " + passing.get(name).until()).orElse(""),
        client);
  }

  private Passing pass(String name, Duration time) {
    return new Passing(
        vertx.setTimer(time.toMillis(), passed -> expire(name)),
        Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS));
  }

  private void expire(String name) {
    passing.remove(name);
    putBack(name, "its time is over");
  }

  private void putBack(String name, String reason) {
    levels.reset(name);
    log.warn("log level of {} is {} again: {}", name, levels.effective(name), reason);
  }
}
