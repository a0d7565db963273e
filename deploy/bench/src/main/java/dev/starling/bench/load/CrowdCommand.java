package dev.starling.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The command with which the bench has a crowd in a process of its own, for more clients than one
 * process may have descriptors.
 *
 * <p>It says {@link #GATHERED} when everyone shows the full number, and the crowd is gone when its
 * input ends, as it does with the bench.
 */
@Command(name = CrowdCommand.NAME, hidden = true)
public final class CrowdCommand implements Callable<Integer> {
  /** Its name on the command line. */
  public static final String NAME = "crowd";

  /** What it says, with the milliseconds that it took, on a line of its own. */
  public static final String GATHERED = "gathered in ms: ";

  @Parameters(index = "0")
  private int port;

  @Parameters(index = "1")
  private int size;

  @Parameters(index = "2")
  private int total;

  @Parameters(index = "3")
  private Dialect dialect;

  @Parameters(index = "4")
  private int limitSeconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Loops loops = new Loops();
        Crowd crowd = new Crowd(loops, port, size, total, dialect)) {
      Thread end = new Thread(CrowdCommand::leaveWithInput, "until-input-ends");
      end.setDaemon(true);
      end.start();
      Duration time = crowd.gather(Duration.ofSeconds(limitSeconds));
      System.out.println(GATHERED + time.toMillis());
      end.join();
      return 0;
    }
  }

  /** Also while the crowd gathers: the bench may have ended. */
  private static void leaveWithInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said to it.
      }
    } catch (IOException gone) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(0);
  }
}
