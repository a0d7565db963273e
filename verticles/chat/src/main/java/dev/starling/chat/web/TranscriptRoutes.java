package dev.starling.chat.web;

import dev.starling.chat.room.RoomHandle;
import dev.starling.chat.room.RoomVerticle;
import dev.starling.chat.store.RoomStore;
import dev.starling.core.problem.Problem;
import dev.starling.core.problem.ProblemException;
import dev.starling.core.text.WholeNumber;
import dev.starling.web.auth.BearerTokens;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The transcript and the users over HTTP. */
public final class TranscriptRoutes {
  private static final int DEFAULT_LIMIT = 100;

  private final RoomHandle room;
  private final Optional<BearerTokens> tokens;
  private final BoundedAnswers answers;

  // Encoded once for each change of them that somebody asks about.
  private List<String> usernames;
  private Buffer users;

  /**
   * Creates them for one event loop.
   *
   * @param tokens that readers need, if any
   */
  public TranscriptRoutes(RoomHandle room, Optional<BearerTokens> tokens) {
    this.room = room;
    this.tokens = tokens;
    this.answers = BoundedAnswers.OF_PROCESS;
  }

  void install(Router router) {
    serve(router, "/chat/messages", this::messages);
    serve(router, "/chat/users", this::users);
  }

  private void serve(Router router, String path, Handler<RoutingContext> handler) {
    router
        .get(path)
        .handler(
            context -> {
              if (tokens.isEmpty()) {
                handler.handle(context);
              } else {
                tokens
                    .get()
                    .check(context.request())
                    .onSuccess(bearer -> handler.handle(context))
                    .onFailure(
                        failure -> ((ProblemException) failure).problem().send(context.response()));
              }
            });
  }

  private void messages(RoutingContext context) {
    boolean backwards = !context.queryParam("before").isEmpty();
    if (backwards && !context.queryParam("after").isEmpty()) {
      Problem.of(400, "give before or after, not both").send(context.response());
      return;
    }
    OptionalLong place =
        backwards
            ? parameter(context, "before", 1, 1, Long.MAX_VALUE)
            : parameter(context, "after", 0, 0, Long.MAX_VALUE);
    if (place.isEmpty()) {
      return;
    }
    OptionalLong limit = parameter(context, "limit", DEFAULT_LIMIT, 1, RoomStore.MOST_EVENTS);
    if (limit.isPresent()) {
      int most = (int) limit.getAsLong();
      Future<RoomVerticle.Excerpt> events =
          backwards
              ? room.before(place.getAsLong(), most, Long.MAX_VALUE)
              : room.read(place.getAsLong(), most);
      events
          .onSuccess(excerpt -> answers.send(context.response(), Frames.excerpt(excerpt)))
          .onFailure(failure -> away(context, failure.getMessage()));
    }
  }

  private void users(RoutingContext context) {
    Optional<String> unavailable = room.unavailable();
    if (unavailable.isPresent()) {
      away(context, unavailable.get());
      return;
    }
    room.usernames()
        .onSuccess(names -> answers.send(context.response(), encode(names)))
        .onFailure(failure -> away(context, failure.getMessage()));
  }

  /** A query parameter that is a whole number; answers with what is wrong and returns none else. */
  private static OptionalLong parameter(
      RoutingContext context, String name, long otherwise, long from, long to) {
    List<String> values = context.queryParam(name);
    if (values.isEmpty()) {
      return OptionalLong.of(otherwise);
    }
    Optional<Long> value =
        values.size() == 1 ? WholeNumber.parse(values.get(0), from, to) : Optional.empty();
    if (value.isPresent()) {
      return OptionalLong.of(value.get());
    }
    Problem.of(400, name + " must be one whole number from " + from + " to " + to)
        .send(context.response());
    return OptionalLong.empty();
  }

  private Buffer encode(List<String> names) {
    if (usernames != names) {
      usernames = names;
      users =
          new JsonObject()
              .put("online", names.size())
              .put("users", new JsonArray(names))
              .toBuffer();
    }
    return users;
  }

  private void away(RoutingContext context, String why) {
    answers.unavailable(context.response(), why);
  }
}
