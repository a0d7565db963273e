package dev.starling.terminal.sql.server;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Notices of the server, which may be more than anybody can read. */
public final class Notices {
  private static final int MOST_WAITING = 200;

  private final Function<List<String>, Future<Void>> printer;
  private int waiting;
  private long dropped;
  private Future<Void> last = Future.succeededFuture();

  /** Shows them with a printer, a limited number at a time. */
  public Notices(Function<List<String>, Future<Void>> printer) {
    this.printer = printer;
  }

  /** Shows a line, or counts it when too many are waiting to be shown. */
  public void add(String line) {
    if (waiting >= MOST_WAITING) {
      dropped++;
    } else {
      print(line);
    }
  }

  /** Completes when all that were added are shown. */
  public Future<Void> shown() {
    return last;
  }

  private Future<Void> print(String line) {
    waiting++;
    last = printer.apply(List.of(line)).transform(shown -> oneShown());
    return last;
  }

  private Future<Void> oneShown() {
    waiting--;
    if (waiting > 0 || dropped == 0) {
      return Future.succeededFuture();
    }
    long count = dropped;
    dropped = 0;
    return print("* " + count + " more notices came faster than they could be shown");
  }
}
