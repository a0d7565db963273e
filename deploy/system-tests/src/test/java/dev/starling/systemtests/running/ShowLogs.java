package dev.starling.systemtests.running;

import dev.starling.testing.Processes;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Shows what the services wrote last when a test fails. */
public final class ShowLogs implements AfterTestExecutionCallback {

  @Override
  public void afterTestExecution(ExtensionContext test) {
    Set<Path> logs = Processes.takeLogs();
    if (test.getExecutionException().isPresent()) {
      System.out.println(test.getDisplayName() + " failed");
      logs.forEach(log -> System.out.println(Processes.tail(log)));
    }
  }
}
