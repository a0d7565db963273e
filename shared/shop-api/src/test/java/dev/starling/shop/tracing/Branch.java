package dev.starling.shop.tracing;

import dev.starling.core.bus.Bus;
import dev.starling.core.problem.Problem;
import dev.starling.core.problem.ProblemException;
import dev.starling.core.service.ServiceContext;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.core.settings.SampleSettings;
import dev.starling.database.DatabaseClient;
import dev.starling.web.http.HttpEndpoint;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * A service that hands what it is asked over HTTP to one of its kind, over the event bus, which
 * asks the database. Over a WebSocket it does the same for each frame, and tells everyone.
 */
final class Branch extends VerticleBase {
  static final String QUESTIONS = "branch.questions";
  private static final String NEWS = "branch.news";
  private static final long PATIENCE_MILLIS = 60_000;
  private static final int MAX_FRAME = 1_024;

  private final SampleSettings settings;
  private final ServiceContext service;
  private final boolean answers;
  private HttpEndpoint endpoint;
  private HttpClient client;
  private int port;

  private Branch(SampleSettings settings, ServiceContext service, boolean answers) {
    this.settings = settings;
    this.service = service;
    this.answers = answers;
  }

  /**
   * @param answers whether it is asked over the event bus, too
   */
  static ServiceDefinition<SampleSettings> definition(boolean answers) {
    return new ServiceDefinition<>(
        "sample",
        SampleSettings.class,
        given -> given.http().listener().host(),
        (given, service) -> new Branch(given, service, answers));
  }

  @Override
  public Future<?> start() {
    Bus bus = service.node().bus();
    client = vertx.createHttpClient();
    endpoint = new HttpEndpoint(vertx, service, settings.http(), settings, MAX_FRAME);
    Future<?> ready = bus.subscribe(NEWS, news -> {});
    if (answers) {
      DatabaseClient database =
          DatabaseClient.pooled(vertx, settings.database(), "branch", Duration.ofSeconds(5));
      ready =
          ready.compose(
              heard -> bus.serve(QUESTIONS, (String question) -> answer(database, question)));
    }
    return ready
        .compose(heard -> endpoint.listen(request -> handle(bus, request)))
        .onSuccess(listening -> port = listening.actualPort());
  }

  @Override
  public Future<?> stop() {
    return endpoint.shutdown();
  }

  private static Future<String> answer(DatabaseClient database, String question) {
    if (question.equals("/branch/none")) {
      return Future.failedFuture(new ProblemException(503, "nobody knows"));
    }
    return database.run(
        client ->
            client
                .query("select 40 + 2")
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0).toString()));
  }

  /** Hands it on to itself, as a proxy would. */
  private void forward(HttpServerRequest request) {
    client
        .request(HttpMethod.GET, port, "127.0.0.1", request.path().replace("/forward", "/branch"))
        .compose(
            call -> {
              call.headers().addAll(request.headers());
              return call.send().compose(HttpClientResponse::body);
            })
        .onSuccess(answer -> request.response().end(answer))
        .onFailure(failure -> Problem.of(502, failure.getMessage()).send(request.response()));
  }

  private void handle(Bus bus, HttpServerRequest request) {
    if (request.path().equals("/socket")) {
      request
          .toWebSocket()
          .onSuccess(
              socket ->
                  socket.textMessageHandler(
                      text -> {
                        bus.publish(NEWS, text);
                        bus.<String>request(QUESTIONS, text, PATIENCE_MILLIS)
                            .onSuccess(socket::writeTextMessage);
                      }));
      return;
    }
    if (request.path().startsWith("/forward/")) {
      forward(request);
      return;
    }
    request.routed("/branch/{question}");
    bus.publish(NEWS, "asked");
    bus.<String>request(QUESTIONS, request.path(), PATIENCE_MILLIS)
        .onSuccess(answer -> request.response().end(answer))
        .onFailure(failure -> Problem.of(503, failure.getMessage()).send(request.response()));
  }
}
