package dev.starling.bench;

import dev.starling.bench.load.Dialect;
import dev.starling.bench.report.Comparison;
import dev.starling.bench.server.Rival;
import dev.starling.bench.server.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The servers of a comparison, all up at the same time, who take turns.
 *
 * <p>Without Starling there is nothing to compare: its failure is thrown. Another that fails is
 * ended, left out from then on, and the tables say so.
 */
final class Contenders implements AutoCloseable {
  private final List<Comparison> comparisons;
  private final List<Contender> running = new ArrayList<>();

  /** A server that is up. */
  record Contender(String title, Dialect dialect, ServerProcess server) {
    boolean isStarling() {
      return title().equals(Rival.STARLING);
    }
  }

  /** What every server does in its turn. */
  interface Turn {
    void take(Contender contender) throws IOException, InterruptedException;
  }

  /**
   * Nobody is up yet.
   *
   * @param comparisons in whose tables those stand who cannot run
   */
  Contenders(List<Comparison> comparisons) {
    this.comparisons = comparisons;
  }

  /** Starts all that can run here. */
  static Contenders start(List<Rival> rivals, List<Comparison> comparisons)
      throws IOException, InterruptedException {
    Contenders contenders = new Contenders(comparisons);
    try {
      for (Rival rival : rivals) {
        contenders.start(rival);
      }
      return contenders;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      contenders.close();
      throw failure;
    }
  }

  /** Lets one take part that speaks plainly and is up already. */
  void join(String title, ServerProcess server) {
    running.add(new Contender(title, Dialect.PLAIN, server));
  }

  /** One after another, each gets its turn. */
  void each(Turn turn) throws IOException, InterruptedException {
    for (Contender contender : List.copyOf(running)) {
      try {
        turn.take(contender);
      } catch (IOException | RuntimeException failure) {
        if (contender.isStarling()) {
          throw failure;
        }
        leaveOut(contender.title(), failure.getMessage());
        running.remove(contender);
        contender.server.close();
      }
    }
  }

  /** So many rounds of turns. */
  void each(int rounds, Turn turn) throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      each(turn);
    }
  }

  @Override
  public void close() {
    running.forEach(contender -> contender.server.close());
  }

  private void start(Rival rival) throws IOException, InterruptedException {
    if (rival.lacks().isPresent()) {
      leaveOut(rival.title(), rival.lacks().get());
      return;
    }
    try {
      ServerProcess server = ServerProcess.start(rival.launch());
      running.add(new Contender(rival.title(), rival.dialect(), server));
    } catch (IOException | RuntimeException failure) {
      if (rival.title().equals(Rival.STARLING)) {
        throw failure;
      }
      leaveOut(rival.title(), failure.getMessage());
    }
  }

  /** Says of one that it does not take part, or not any more. */
  void leaveOut(String title, String why) {
    Progress.say("%s is left out: %s", title, why);
    comparisons.forEach(comparison -> comparison.leaveOut(title, shortly(why)));
  }

  /** The first line of a failure, for a table. */
  static String shortly(String failure) {
    return String.valueOf(failure).lines().findFirst().orElse("");
  }
}
