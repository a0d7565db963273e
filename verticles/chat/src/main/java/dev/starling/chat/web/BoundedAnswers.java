package dev.starling.chat.web;

import dev.starling.core.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.Semaphore;

/**
 * JSON answers that may be long. The answers that are not sent yet take so many bytes at most,
 * however many clients do not read theirs. Thread-safe.
 */
final class BoundedAnswers {
  private static final String JSON = "application/json";
  private static final String RETRY_SECONDS = "1";

  private static final int MOST_BYTES = 16 << 20;

  /** Answers of this process. */
  static final BoundedAnswers OF_PROCESS = new BoundedAnswers(new Semaphore(MOST_BYTES));

  // A permit is a byte.
  private final Semaphore budget;

  BoundedAnswers(Semaphore budget) {
    this.budget = budget;
  }

  /** Answers, or says that it is to be asked for again later. */
  void send(HttpServerResponse response, Buffer json) {
    int bytes = json.length();
    if (budget.tryAcquire(bytes)) {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(json)
          .onComplete(sent -> budget.release(bytes));
    } else {
      unavailable(response, "too many answers are not read");
    }
  }

  /** Says why not now. */
  void unavailable(HttpServerResponse response, String why) {
    Problem.of(503, why + "; try again").send(response.putHeader("Retry-After", RETRY_SECONDS));
  }
}
