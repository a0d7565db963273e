package dev.starling.terminal.sql.console;

import dev.starling.terminal.sql.result.Ansi;
import dev.starling.terminal.sql.result.Column;
import dev.starling.terminal.sql.result.Format;
import dev.starling.terminal.sql.result.StatementResult;
import dev.starling.terminal.sql.server.Job;
import dev.starling.terminal.sql.server.Rows;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Shows a result page by page, and fetches no more than what is asked for. */
final class Pager implements Rows {
  /** Called when it stops at a page. */
  interface Reader {
    /** The first page is full, and there is more. */
    void pageIsFull(Pager pager);
  }

  private static final int MOST_ROWS = 200;
  private static final int USUAL_HEAD = 2;

  private final Job job;
  private final Format format;
  private final Printer printer;
  private final Ansi paint;
  private final Reader reader;
  private final Deque<String> pending = new ArrayDeque<>();
  private boolean begun;
  private boolean headDue = true;
  private boolean stopped;
  private int shown;
  private Promise<Boolean> question;

  Pager(Job job, Format format, Printer printer, Ansi paint, Reader reader) {
    this.job = job;
    this.format = format;
    this.printer = printer;
    this.paint = paint;
    this.reader = reader;
  }

  Job job() {
    return job;
  }

  @Override
  public int wanted() {
    int room = printer.page() - shown - (headDue ? USUAL_HEAD : 0);
    return Math.max(1, Math.min(MOST_ROWS, room));
  }

  @Override
  public Future<Boolean> take(List<Column> columns, List<String[]> rows, boolean last) {
    if (stopped) {
      return Future.succeededFuture(false);
    }
    if (!begun) {
      format.begin(columns);
    }
    List<String> lines = format.rows(rows);
    if (headDue && !(begun && lines.isEmpty())) {
      pending.addAll(begun ? format.headAgain() : format.head());
      headDue = false;
    }
    begun = true;
    pending.addAll(lines);
    return show(last);
  }

  private Future<Boolean> show(boolean last) {
    int room = printer.page() - shown;
    List<String> part = new ArrayList<>();
    while (part.size() < room && !pending.isEmpty()) {
      part.add(pending.poll());
    }
    shown += part.size();
    Future<Void> printed =
        part.isEmpty() ? Future.succeededFuture() : printer.print(List.copyOf(part));
    if (pending.isEmpty() && (last || shown < printer.page())) {
      return printed.map(done -> !stopped);
    }
    return printed.compose(done -> ask()).compose(more -> goOn(more, last));
  }

  private Future<Boolean> ask() {
    if (stopped) {
      return Future.succeededFuture(false);
    }
    question = Promise.promise();
    reader.pageIsFull(this);
    return question.future();
  }

  private Future<Boolean> goOn(boolean more, boolean last) {
    if (!more) {
      stopped = true;
      return Future.succeededFuture(false);
    }
    shown = 0;
    if (pending.isEmpty()) {
      headDue = true;
      return Future.succeededFuture(true);
    }
    List<String> head = format.headAgain();
    for (int i = head.size() - 1; i >= 0; i--) {
      pending.push(head.get(i));
    }
    // On a screen so small, a head takes all of a page.
    shown = Math.min(0, printer.page() - head.size() - 1);
    return show(last);
  }

  /** Whether to go on. */
  void answer(boolean more) {
    if (question != null) {
      Promise<Boolean> asked = question;
      question = null;
      asked.complete(more);
    }
  }

  @Override
  public void stop() {
    stopped = true;
    answer(false);
  }

  @Override
  public boolean waiting() {
    return question != null;
  }

  @Override
  public void done(StatementResult outcome) {
    List<String> lines = new ArrayList<>();
    if (begun) {
      lines.addAll(format.end(outcome));
    }
    lines.add(paint.aside("[" + job.number() + "] " + outcome));
    printer.print(lines);
  }
}
