package dev.starling.web.http;

import dev.starling.core.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;

/**
 * The conditions that a request sets: {@code If-Match}, and {@code If-None-Match} when that one
 * holds or is not there (RFC 9110, section 13.2.2). {@code If-Unmodified-Since} and {@code
 * If-Modified-Since} are ignored: nothing here has a {@code Last-Modified}. Immutable.
 *
 * <p>They are looked at after everything else that would refuse the request (section 13.2.1). A
 * write looks at them in the transaction that writes, with the row locked: of two writes with one
 * {@code If-Match} the second then finds what the first has made.
 */
public final class Preconditions {
  private static final int NOT_MODIFIED = 304;
  private static final int FAILED = 412;

  /** Absent is empty; present without an element is a list without one, which matches nothing. */
  private final Optional<List<String>> match;

  private final Optional<List<String>> noneMatch;

  private Preconditions(Optional<List<String>> match, Optional<List<String>> noneMatch) {
    this.match = match;
    this.noneMatch = noneMatch;
  }

  /**
   * Those of a request; several lines of one field are one list (section 5.3).
   *
   * @throws ProblemException 400 for {@code *} in a list (sections 13.1.1 and 13.1.2): to pass it
   *     over would let a write go on that was not to replace anything
   */
  public static Preconditions of(HttpServerRequest request) {
    return new Preconditions(
        field(request, HttpHeaders.IF_MATCH), field(request, HttpHeaders.IF_NONE_MATCH));
  }

  private static Optional<List<String>> field(HttpServerRequest request, CharSequence name) {
    List<String> lines = request.headers().getAll(name);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    String field = String.join(",", lines);
    List<String> elements = EntityTag.list(field);
    if (EntityTag.isAny(elements) && !field.strip().equals("*")) {
      throw new ProblemException(400, name + " is either * or a list of entity tags");
    }
    return Optional.of(elements);
  }

  /** Whether there are none, and a write need not read what it changes. */
  public boolean areNone() {
    return match.isEmpty() && noneMatch.isEmpty();
  }

  /**
   * Lets a write go on.
   *
   * @param current the representation that it would change, as GET has it; empty when there is none
   * @throws ProblemException 412
   */
  public void require(Optional<Buffer> current) {
    Optional<String> tag = areNone() ? Optional.empty() : current.map(EntityTag::of);
    if (!isMatched(current.isPresent(), tag) || isNoneMatched(current.isPresent(), tag)) {
      throw failed();
    }
  }

  /**
   * Lets a write go on to what is there or not, but has no tag.
   *
   * @throws ProblemException 412
   */
  public void requireOfUntagged(boolean exists) {
    if (!isMatched(exists, Optional.empty()) || isNoneMatched(exists, Optional.empty())) {
      throw failed();
    }
  }

  /**
   * Answers GET or HEAD with a representation and its tag, 304, 400 or 412. Headers such as {@code
   * Cache-Control} are set before, and are sent with all of them.
   *
   * @param tag of the body
   */
  public static Future<Void> answer(HttpServerRequest request, String tag, Buffer body) {
    HttpServerResponse response = request.response();
    Preconditions conditions;
    try {
      conditions = of(request);
    } catch (ProblemException malformed) {
      return malformed.problem().send(response);
    }
    if (!conditions.isMatched(true, Optional.of(tag))) {
      return failed().problem().send(response);
    }
    response.putHeader(HttpHeaders.ETAG, tag);
    if (!conditions.isNoneMatched(true, Optional.of(tag))) {
      return response.end(body);
    }
    if (Gzip.pays(response.getStatusCode(), response.headers(), body.length())) {
      Vary.add(response.headers(), HttpHeaders.ACCEPT_ENCODING.toString());
    }
    response.headers().remove(HttpHeaders.CONTENT_TYPE);
    return response.setStatusCode(NOT_MODIFIED).end();
  }

  /**
   * Whether GET or HEAD of something without a tag may go on; otherwise answers with 304 or 412.
   *
   * @throws ProblemException 400, as {@link #of} does
   */
  public static boolean admitUntagged(HttpServerRequest request) {
    Preconditions conditions = of(request);
    if (!conditions.isMatched(true, Optional.empty())) {
      failed().problem().send(request.response());
      return false;
    }
    if (conditions.isNoneMatched(true, Optional.empty())) {
      request.response().setStatusCode(NOT_MODIFIED).end();
      return false;
    }
    return true;
  }

  private boolean isMatched(boolean exists, Optional<String> tag) {
    return match.isEmpty()
        || (EntityTag.isAny(match.get())
            ? exists
            : tag.filter(current -> EntityTag.matchesStrongly(match.get(), current)).isPresent());
  }

  private boolean isNoneMatched(boolean exists, Optional<String> tag) {
    return noneMatch.isPresent()
        && (EntityTag.isAny(noneMatch.get())
            ? exists
            : tag.filter(current -> EntityTag.matchesWeakly(noneMatch.get(), current)).isPresent());
  }

  private static ProblemException failed() {
    return new ProblemException(
        FAILED, "a condition of the request does not hold: it has changed, or is there or not");
  }
}
