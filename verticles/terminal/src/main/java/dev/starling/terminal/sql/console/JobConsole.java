package dev.starling.terminal.sql.console;

import dev.starling.terminal.screen.SafeText;
import dev.starling.terminal.sql.result.Ansi;
import dev.starling.terminal.sql.result.ErrorText;
import dev.starling.terminal.sql.result.FormatName;
import dev.starling.terminal.sql.result.Layout;
import dev.starling.terminal.sql.result.Layout.Records;
import dev.starling.terminal.sql.server.Backend;
import dev.starling.terminal.sql.server.Job;
import dev.starling.terminal.sql.server.Jobs;
import dev.starling.terminal.sql.server.Notices;
import dev.starling.terminal.sql.server.Rows;
import dev.starling.terminal.sql.server.ServerFailure;
import dev.starling.terminal.sql.server.ServerFailure.Kind;
import dev.starling.terminal.sql.statement.Statement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes jobs and reports what becomes of them. On one event loop. */
final class JobConsole implements Jobs.Listener, Pager.Reader {
  private final Jobs jobs;
  private final Pages pages = new Pages();
  private final Printer printer;
  private final Ansi paint;
  private final FormatName format;
  private final Prompt prompt;
  private final Notices notices = new Notices(this::print);
  private final Map<Integer, CompletableFuture<Void>> watched = new HashMap<>();
  private Layout layout;
  private int newest;
  private boolean leaving;

  JobConsole(
      Vertx vertx,
      Backend.Options options,
      int connections,
      Printer printer,
      Ansi paint,
      FormatName format) {
    this.jobs = new Jobs(vertx, options, connections, this);
    this.printer = printer;
    this.paint = paint;
    this.format = format;
    this.layout = Layout.terminal(printer::width, Records.WHEN_WIDE, paint);
    this.prompt = new Prompt(options.address().database(), jobs, pages);
  }

  Future<Void> connect() {
    return jobs.connect().onSuccess(done -> changed());
  }

  Pages pages() {
    return pages;
  }

  /**
   * Takes statements to run in order.
   *
   * @param settled completed once the job has ended, or waits for its reader
   */
  void submit(List<Statement> statements, CompletableFuture<Void> settled) {
    Optional<Job> job = jobs.add(statements);
    if (job.isPresent()) {
      newest = job.get().number();
      watched.put(newest, settled);
      changed();
    } else {
      problem(Jobs.CAPACITY + " jobs have not ended; \\jobs shows them");
      settled.complete(null);
    }
  }

  /** Says what the newest job does, for it takes its time. */
  void tellNewest() {
    if (watched.remove(newest) != null) {
      jobs.find(newest)
          .ifPresent(job -> notice(name(job) + job.state() + "; \\cancel " + newest + " ends it"));
    }
  }

  void list() {
    List<String> lines = new ArrayList<>();
    for (Job job : jobs.list()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s%s since %.1f s: %s",
              name(job),
              job.state(),
              job.age().toMillis() / 1e3,
              SafeText.strict(job.statement().title())));
    }
    print(lines.isEmpty() ? List.of(aside("nothing is running")) : lines);
  }

  void cancel(int number) {
    jobs.find(number)
        .ifPresentOrElse(this::cancel, () -> problem("there is no job " + number + " any more"));
  }

  /** Cancels what was entered last, as the newest is what one waits for. */
  void cancelNewest() {
    List<Job> running = jobs.list();
    if (running.isEmpty()) {
      notice("nothing is running; Ctrl-D or \\q leaves");
    } else {
      cancel(running.get(running.size() - 1));
    }
  }

  private void cancel(Job job) {
    jobs.cancel(job)
        .onFailure(
            failure ->
                problem(
                    name(job)
                        + "could not be cancelled: "
                        + failure.getMessage()
                        + "; the next \\cancel breaks its connection off"));
    changed();
  }

  void records(Records records) {
    layout = layout.with(records);
    notice("rows are shown as lists: " + records.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  void keepSession(boolean keep) {
    if (!jobs.keepSession(keep)) {
      problem("a transaction is open: commit or rollback first");
    } else if (keep) {
      notice("statements run one after another on one connection, until \\session off");
    } else {
      notice("statements run side by side, each on a connection of its own");
    }
    changed();
  }

  Future<?> close() {
    if (jobs.session() == Jobs.Session.TRANSACTION) {
      notice("the transaction that is open is rolled back");
    }
    leaving = true;
    return jobs.close();
  }

  @Override
  public Rows started(Job job) {
    return new Pager(job, format.create(layout, true), printer, paint, this);
  }

  @Override
  public void pageIsFull(Pager pager) {
    pages.add(pager);
    prompt.show(printer);
    settle(pager.job());
    print(List.of());
  }

  /** Space or q were pressed. */
  void answer(boolean more) {
    pages.answer(more);
    prompt.show(printer);
  }

  @Override
  public void failed(Job job, Throwable failure) {
    if (!leaving) {
      tell(job, failure);
    }
    settle(job);
  }

  private void tell(Job job, Throwable failure) {
    List<String> lines =
        failure instanceof PgException error
            ? ErrorText.lines(error, job.statement(), printer.width())
            : List.of(SafeText.strict(String.valueOf(failure.getMessage())));
    List<String> shown = new ArrayList<>();
    shown.add(paint.problem("! " + name(job) + lines.get(0)));
    shown.addAll(lines.subList(1, lines.size()));
    if (failure instanceof ServerFailure lost && lost.kind() == Kind.CONNECTION_LOST) {
      shown.add(aside("* the next statement connects again"));
    }
    if (job.left() > 0) {
      shown.add(aside("* " + name(job) + job.left() + " more of it not run"));
    }
    print(shown);
  }

  @Override
  public void dropped(Job job) {
    if (!leaving) {
      notice(name(job) + "cancelled, and not run: " + SafeText.strict(job.statement().title()));
    }
    settle(job);
  }

  @Override
  public void changed() {
    prompt.show(printer);
    print(List.of());
    watched.keySet().removeIf(number -> jobs.find(number).isEmpty() && settled(number));
  }

  @Override
  public void notice(String severity, String message) {
    notices.add(aside(SafeText.strict(severity) + ": " + SafeText.sentence(message)));
  }

  @Override
  public void notification(String channel, String payload) {
    notices.add(
        aside("* notified on " + SafeText.strict(channel) + ": " + SafeText.sentence(payload)));
  }

  private void settle(Job job) {
    settled(job.number());
    watched.remove(job.number());
  }

  /** Once what was said about it before is shown. */
  private boolean settled(int number) {
    CompletableFuture<Void> settled = watched.get(number);
    if (settled != null) {
      print(List.of()).onComplete(shown -> settled.complete(null));
    }
    return true;
  }

  void notice(String text) {
    print(List.of(aside("* " + text)));
  }

  void problem(String text) {
    print(List.of(paint.problem("! " + text)));
  }

  Future<Void> print(List<String> lines) {
    return printer.print(lines);
  }

  private String aside(String text) {
    return paint.aside(text);
  }

  private static String name(Job job) {
    return "[" + job.number() + "] ";
  }
}
