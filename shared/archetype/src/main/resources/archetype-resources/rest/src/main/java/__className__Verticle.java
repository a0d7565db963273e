package ${package};

import dev.starling.core.service.ServiceContext;
import dev.starling.database.Database;
import dev.starling.database.SampleData;
import dev.starling.openapi.Api;
import dev.starling.openapi.RequestContext;
import dev.starling.web.http.HttpEndpoint;
import dev.starling.web.http.Problems;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;

/** Answers the operations of {@code openapi.yaml}. */
final class ${className}Verticle extends VerticleBase {
  /** There are no WebSockets. */
  private static final int NO_FRAMES = 0;

  private final ${className}Settings settings;
  private final ServiceContext service;
  private Notes notes;

  ${className}Verticle(${className}Settings settings, ServiceContext service) {
    this.settings = settings;
    this.service = service;
  }

  @Override
  public Future<?> start() {
    HttpEndpoint http = new HttpEndpoint(vertx, service, settings.http(), settings, NO_FRAMES);
    return Database.open(
            vertx, service, service.name(), settings, settings.database(), SampleData.NONE)
        .compose(
            database -> {
              notes = new Notes(database);
              return Api.load(vertx, "/${artifactId}/openapi.yaml");
            })
        .compose(
            api -> {
              api.on("listNotes", this::list).on("getNote", this::find).on("addNote", this::add);
              Router router = Problems.router(vertx);
              api.mount(router);
              return http.listen(router);
            });
  }

  private Future<Void> list(RequestContext context) {
    return notes.newest().compose(found -> context.json(found.toBuffer()));
  }

  private Future<Void> find(RequestContext context) {
    return notes.find(context.id("id", "note")).compose(note -> context.json(note.toBuffer()));
  }

  private Future<Void> add(RequestContext context) {
    return notes
        .add(context.body().getString("text"))
        .compose(
            note -> {
              String location = "/notes/" + note.getInteger("id");
              context.response().putHeader(HttpHeaders.LOCATION, location);
              return context.json(201, note.toBuffer());
            });
  }
}
