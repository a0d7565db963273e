package dev.starling.terminal.sql.server;

import dev.starling.terminal.sql.statement.Statement;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What was set with {@code SET} and {@code RESET}. They are for one connection; here statements run
 * on whichever is free, so each makes up leeway before its next statement.
 */
final class Settings {
  private static final int MOST = 100;
  private static final Set<String> OF_A_TRANSACTION = Set.of("LOCAL", "TRANSACTION", "CONSTRAINTS");

  private final Map<String, Integer> versions = new LinkedHashMap<>();
  private int version;

  /** A statement has succeeded outside of transactions. */
  void note(Statement statement, Backend on) {
    boolean lasts =
        statement.beginsWith("RESET")
            || statement.beginsWith("SET") && !OF_A_TRANSACTION.contains(statement.words().get(1));
    if (lasts) {
      boolean current = on.settings() == version;
      version++;
      versions.remove(statement.sql());
      versions.put(statement.sql(), version);
      if (versions.size() > MOST) {
        versions.remove(versions.keySet().iterator().next());
      }
      if (current) {
        on.settings(version);
      }
    }
  }

  /** Brings a connection up to date, in the order in which it was set. */
  Future<Void> apply(Backend backend) {
    Future<Void> done = Future.succeededFuture();
    for (Map.Entry<String, Integer> setting : versions.entrySet()) {
      if (setting.getValue() > backend.settings()) {
        String sql = setting.getKey();
        done = done.compose(before -> backend.repeat(sql));
      }
    }
    int upToDate = version;
    return done.onSuccess(applied -> backend.settings(upToDate));
  }
}
