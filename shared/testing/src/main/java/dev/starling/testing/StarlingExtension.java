package dev.starling.testing;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Starling}, as a parameter of a test, of its constructor or of a method
 * before it: one for each test, or one for all tests of a class when a {@code @BeforeAll} method
 * asks for it. A failed test carries the last lines of the processes it started, as a suppressed
 * exception.
 */
public final class StarlingExtension implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(StarlingExtension.class);

  /** The end of the processes' logs; its stack trace would say nothing. */
  private static final class ProcessLogs extends Exception {
    private static final long serialVersionUID = 1L;

    ProcessLogs(String logs) {
      super(logs, null, false, false);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Starling.class;
  }

  @Override
  public Starling resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getStore(NAMESPACE)
        .getOrComputeIfAbsent(Starling.class, first -> new Starling(), Starling.class);
  }

  /** Those of a constructor are each test's own. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void afterEach(ExtensionContext test) {
    Starling starling = test.getStore(NAMESPACE).get(Starling.class, Starling.class);
    if (starling != null && test.getExecutionException().isPresent()) {
      String logs = starling.logTails();
      if (!logs.isEmpty()) {
        test.getExecutionException().get().addSuppressed(new ProcessLogs(logs));
      }
    }
  }
}
