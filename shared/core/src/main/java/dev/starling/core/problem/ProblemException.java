package dev.starling.core.problem;

/**
 * Carries a problem to where the answer is written. It is no fault of the server: it has no trace.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Ends a request with this answer. Has no stack trace: it is no failure of the service. */
  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** With the title that belongs to a status code. */
  public ProblemException(int status, String detail) {
    this(Problem.of(status, detail));
  }

  /** The problem that the client is sent. */
  public Problem problem() {
    return problem;
  }
}
