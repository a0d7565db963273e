package dev.starling.systemtests.check;

import dev.starling.systemtests.history.Entry;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the counter promises: once connections have stood still for 1 s everyone shows how many are
 * open, and a fault is over in the time noted with it.
 */
public final class CounterCheck implements Check {
  private static final Duration STANDSTILL = Duration.ofSeconds(1);

  @Override
  public List<String> faults(History history) {
    return new Judgement(history).faults();
  }

  /** Somebody who looks at the counter. */
  private static final class Viewer {
    String address = "";
    boolean connecting;
    boolean open;
    int shown;
  }

  /** One walk through a history. */
  private static final class Judgement {
    private final History history;
    private final Stalls stalls;
    private final Map<String, Viewer> viewers = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private Fact.Fault fault = Fact.Fault.of("the beginning", Duration.ZERO);
    private long faulty;
    private long changed;
    private boolean judged;
    private boolean told;

    Judgement(History history) {
      this.history = history;
      this.stalls = Stalls.of(history);
      this.faulty = history.beginning();
      this.changed = history.beginning();
    }

    List<String> faults() {
      for (Entry entry : history.entries()) {
        judge(entry.at());
        apply(entry);
      }
      judge(history.ended());
      if (!judged) {
        faults.add("connections never stood still for long enough to judge the number");
      }
      return faults;
    }

    private void apply(Entry entry) {
      Viewer viewer = viewers.computeIfAbsent(entry.client(), first -> new Viewer());
      if (entry.fact() instanceof Fact.Connecting connecting) {
        viewer.address = connecting.address();
        viewer.connecting = true;
        changed(entry);
      } else if (entry.fact() instanceof Fact.Shown now) {
        if (!viewer.open) {
          viewer.open = true;
          viewer.connecting = false;
          changed(entry);
        }
        viewer.shown = now.number();
      } else if (entry.fact() instanceof Fact.Lost || entry.fact() instanceof Fact.Failed) {
        viewer.open = false;
        viewer.connecting = false;
        changed(entry);
      } else if (entry.fact() instanceof Fact.Leaving) {
        // Still counted, or not any more: nobody can tell.
        viewer.connecting = true;
        changed(entry);
      } else if (entry.fact() instanceof Fact.Fault now) {
        fault = now;
        faulty = entry.at();
        told = false;
      }
    }

    private void changed(Entry entry) {
      changed = entry.at();
      told = false;
    }

    /** Looks at what has been shown up to an instant, since the last entry. */
    private void judge(long until) {
      long due = Math.max(stalls.after(changed, STANDSTILL), stalls.after(faulty, fault.within()));
      if (told || until <= due || viewers.values().stream().anyMatch(one -> one.connecting)) {
        return;
      }
      for (boolean apart : List.of(false, true)) {
        if (!(apart && fault.frozen())) {
          judge(until, apart);
        }
      }
    }

    private void judge(long until, boolean apart) {
      List<Viewer> there =
          viewers.values().stream()
              .filter(one -> one.open && fault.apart().contains(one.address) == apart)
              .toList();
      judged |= !there.isEmpty();
      List<Integer> wrong =
          there.stream().map(one -> one.shown).filter(shown -> shown != there.size()).toList();
      if (!wrong.isEmpty()) {
        told = true;
        faults.add(
            String.format(
                Locale.ROOT,
                "%.2f s after %s, %.2f s after the last came or went, %d of %d show %s",
                (until - faulty) / 1e9,
                fault.what(),
                (until - changed) / 1e9,
                wrong.size(),
                there.size(),
                wrong.stream().distinct().sorted().toList()));
      }
    }
  }
}
