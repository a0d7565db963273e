package dev.starling.terminal.sql.server;

import dev.starling.terminal.sql.server.ServerFailure.Kind;
import dev.starling.terminal.sql.statement.Statement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that was entered and has not ended. Jobs run side by side, each on a connection from
 * the pool; while a transaction is open, or a session is asked for, they run one after another on
 * the connection of that session. On one event loop.
 */
public final class Jobs {
  /** Listens to the progress of a job. */
  public interface Listener extends Backend.Listener {
    /** A statement begins; who takes its result? */
    Rows started(Job job);

    /** A statement has failed, or none could be begun; the rest of the job is left. */
    void failed(Job job, Throwable failure);

    /** It was cancelled before it began, or between two statements. */
    void dropped(Job job);

    /** Something has ended: {@link Jobs#session} may have changed. */
    void changed();
  }

  /** Whether there is a connection that statements share. */
  public enum Session {
    NONE,
    KEPT,
    TRANSACTION,
    FAILED_TRANSACTION
  }

  /** Jobs at a time, running and waiting. */
  public static final int CAPACITY = 100;

  private static final String CANCELLED = "57014";

  private final TreeMap<Integer, Job> jobs = new TreeMap<>();
  private final Settings settings = new Settings();
  private final Backends backends;
  private final Listener listener;
  private final JobQueue pool;
  private final JobQueue inSession = new JobQueue(1);
  private Backend session;
  private boolean keepSession;
  private int numbers;

  /**
   * Connects to nothing yet.
   *
   * @param connections at a time, besides the one of a session
   */
  public Jobs(Vertx vertx, Backend.Options options, int connections, Listener listener) {
    this.listener = listener;
    this.backends = new Backends(vertx, options, listener, settings);
    this.pool = new JobQueue(connections);
  }

  /** Connects, and keeps the connection for the first job. */
  public Future<Void> connect() {
    return backends.take().onSuccess(backends::giveBack).mapEmpty();
  }

  /** Takes statements to run in order; empty when there are too many already. */
  public Optional<Job> add(List<Statement> statements) {
    if (jobs.size() >= CAPACITY) {
      return Optional.empty();
    }
    numbers++;
    Job job = new Job(numbers, statements);
    jobs.put(job.number(), job);
    boolean shared =
        keepSession
            || session != null
            || !inSession.isEmpty()
            || statements.stream().anyMatch(Statement::opensTransaction);
    JobQueue queue = shared ? inSession : pool;
    queue.add(job);
    start(queue);
    return Optional.of(job);
  }

  private void start(JobQueue queue) {
    for (Job job = queue.start(); job != null; job = queue.start()) {
      run(job, queue);
    }
  }

  private void run(Job job, JobQueue queue) {
    job.state(Job.State.CONNECTING);
    boolean shared = queue == inSession;
    Future<Backend> taken =
        shared && session != null ? Future.succeededFuture(session) : backends.take();
    taken
        .onSuccess(
            backend -> {
              job.on(backend);
              if (shared) {
                session = backend;
              }
              if (!job.isCancelled()) {
                job.state(Job.State.RUNNING);
              }
              runNext(job, queue);
            })
        .onFailure(
            failure -> {
              listener.failed(job, failure);
              end(job, queue);
            });
  }

  private void runNext(Job job, JobQueue queue) {
    if (job.isCancelled() && job.hasNext()) {
      listener.dropped(job);
      end(job, queue);
      return;
    }
    if (!job.hasNext()) {
      end(job, queue);
      return;
    }
    Backend backend = job.backend();
    Statement statement = job.statement();
    job.into(listener.started(job));
    backend
        .run(statement, job.rows())
        .onSuccess(
            outcome -> {
              if (queue == pool && !backend.inTransaction()) {
                settings.note(statement, backend);
              }
              job.rows().done(outcome);
              job.next();
              runNext(job, queue);
            })
        .onFailure(
            failure -> {
              if (failure instanceof PgException error && CANCELLED.equals(error.getSqlState())) {
                backend.cancelArrived();
              }
              listener.failed(job, failure);
              end(job, queue);
            });
  }

  private void end(Job job, JobQueue queue) {
    job.state(Job.State.ENDED);
    jobs.remove(job.number());
    queue.ended();
    if (queue == pool && job.backend() != null) {
      backends.giveBack(job.backend());
    }
    if (queue == inSession) {
      settleSession();
    }
    start(queue);
    listener.changed();
  }

  /**
   * A session ends with its transaction, and its connection with it: nothing of it is left over.
   */
  private void settleSession() {
    if (session != null && session.isLost()) {
      if (session.inTransaction()) {
        // Outside of the transaction they would do something else.
        ServerFailure reason = new ServerFailure(Kind.OTHER, "not run: its transaction was lost");
        for (Job job : inSession.clear()) {
          jobs.remove(job.number());
          listener.failed(job, reason);
        }
      }
      session = null;
    }
    boolean over = !keepSession && inSession.isEmpty();
    if (session != null && over && !session.inTransaction()) {
      session.close();
      session = null;
    }
  }

  /** Keeps one connection for all that follows, or no longer; false while a transaction is open. */
  public boolean keepSession(boolean keep) {
    if (!keep && session != null && session.inTransaction()) {
      return false;
    }
    keepSession = keep;
    settleSession();
    return true;
  }

  /** Whether there is a connection that statements share. */
  public Session session() {
    if (session != null && session.inFailedTransaction()) {
      return Session.FAILED_TRANSACTION;
    }
    if (session != null && session.inTransaction()) {
      return Session.TRANSACTION;
    }
    return keepSession ? Session.KEPT : Session.NONE;
  }

  /** What has not ended, oldest first. */
  public List<Job> list() {
    return new ArrayList<>(jobs.values());
  }

  /** The job of this number; empty when there is none, or none any more. */
  public Optional<Job> find(int number) {
    return Optional.ofNullable(jobs.get(number));
  }

  /**
   * Ends a job: asks the server to stop, or, when asked again, breaks the connection off. Fails
   * when the server cannot be asked.
   */
  public Future<Void> cancel(Job job) {
    boolean again = job.isCancelled();
    Job.State before = job.state();
    job.state(Job.State.CANCELLED);
    return switch (before) {
      case QUEUED -> {
        if (pool.remove(job) || inSession.remove(job)) {
          jobs.remove(job.number());
          listener.dropped(job);
        }
        yield Future.succeededFuture();
      }
      case PAUSED -> {
        job.rows().stop();
        yield Future.succeededFuture();
      }
      case RUNNING, CANCELLED -> {
        if (job.backend() == null) {
          yield Future.succeededFuture();
        }
        if (job.rows() != null) {
          // The server may be waiting to be asked for more, and then there is nothing to cancel.
          job.rows().stop();
        }
        if (again) {
          job.backend().breakOff();
        }
        yield again ? Future.succeededFuture() : job.backend().cancel();
      }
      case CONNECTING, ENDED -> Future.succeededFuture();
    };
  }

  /** Cancels what runs and closes all connections. */
  public Future<?> close() {
    List<Future<?>> closing = new ArrayList<>();
    for (Job job : list()) {
      Backend backend = job.backend();
      closing.add(
          cancel(job)
              .transform(asked -> backend == null ? Future.succeededFuture() : backend.close()));
    }
    if (session != null) {
      closing.add(session.close());
    }
    closing.add(backends.close());
    return Future.join(closing);
  }
}
