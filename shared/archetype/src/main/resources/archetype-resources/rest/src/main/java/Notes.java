package ${package};

import dev.starling.core.problem.ProblemException;
import dev.starling.database.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** The notes in the database. Belongs to one event loop. */
final class Notes {
  private static final String NEWEST = "select id, text from note order by id desc limit 100";
  private static final String ONE = "select id, text from note where id = $1";
  private static final String ADD = "insert into note (text) values ($1) returning id, text";

  private final Database database;

  Notes(Database database) {
    this.database = database;
  }

  /** The last hundred. */
  Future<JsonArray> newest() {
    return database
        .run(client -> client.query(NEWEST).execute())
        .map(
            rows -> {
              JsonArray notes = new JsonArray();
              rows.forEach(row -> notes.add(json(row)));
              return notes;
            });
  }

  /** One; fails with a 404. */
  Future<JsonObject> find(int id) {
    return database
        .run(client -> client.preparedQuery(ONE).execute(Tuple.of(id)))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw new ProblemException(404, "there is no note " + id);
              }
              return json(rows.iterator().next());
            });
  }

  Future<JsonObject> add(String text) {
    return database
        .write(client -> client.preparedQuery(ADD).execute(Tuple.of(text)))
        .map(rows -> json(rows.iterator().next()));
  }

  private static JsonObject json(Row row) {
    return new JsonObject().put("id", row.getInteger(0)).put("text", row.getString(1));
  }
}
