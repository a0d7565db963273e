package dev.starling.database;

import dev.starling.core.settings.ServiceSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Several connections, each of which is sent statements without waiting for the answers to earlier
 * ones. A statement takes the one with the fewest on their way: one that waits, for a lock or for
 * the disk, holds up few others. Belongs to one event loop.
 */
final class Pipelines {
  private final List<Pipeline> pipelines;

  private Pipelines(List<Pipeline> pipelines) {
    this.pipelines = pipelines;
  }

  private static final class Pipeline {
    private final DatabaseClient connection;
    private int underWay;

    Pipeline(DatabaseClient connection) {
      this.connection = connection;
    }
  }

  private record One(Optional<String> uri, int poolSize) implements ServiceSettings.Database {}

  /**
   * As many as the settings say.
   *
   * @param deadline for a connection, and for a statement
   */
  static Pipelines open(
      Vertx vertx, ServiceSettings.Database settings, String application, Duration deadline) {
    One one = new One(settings.uri(), 1);
    return new Pipelines(
        Stream.generate(
                () ->
                    new Pipeline(
                        DatabaseClient.pipelined(vertx, one, application, deadline, deadline)))
            .limit(settings.poolSize())
            .toList());
  }

  /** Runs a statement as {@link DatabaseClient#run}. */
  <T> Future<T> run(Function<SqlClient, Future<T>> statement) {
    Pipeline least = pipelines.get(0);
    for (Pipeline pipeline : pipelines) {
      if (pipeline.underWay < least.underWay) {
        least = pipeline;
      }
    }
    Pipeline chosen = least;
    chosen.underWay++;
    return chosen.connection.run(statement).onComplete(done -> chosen.underWay--);
  }
}
