package dev.starling.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole clusters whose links, registrations and processes fail: which instances are restarted? */
class CanarySimulationTest {
  private static final long LONG = 120_000;

  private long now = 1_000_000;
  private final List<Simulated> instances = new ArrayList<>();
  private final Set<List<Simulated>> cut = new HashSet<>();
  private final Set<String> restarted = new TreeSet<>();

  /** An instance with what may be wrong with it. */
  private final class Simulated {
    private final String name;
    private final Canary canary;
    private boolean registered = true;
    private boolean registers = true;
    private boolean frozen;

    private Simulated(String name) {
      this.name = name;
      this.canary = new Canary(name, now);
    }

    private void beat(Set<String> listed) {
      boolean repair = canary.tick(listed, now);
      CanaryBeat beat = canary.beat(now);
      List<Simulated> receivers = instances.stream().filter(one -> one.registered).toList();
      if (receivers.isEmpty()) {
        // As Vert.x does.
        canary.hear(beat, now);
      }
      for (Simulated receiver : receivers) {
        if (!receiver.frozen && !cut.contains(List.of(this, receiver))) {
          receiver.canary.hear(beat, now);
        }
      }
      if (repair) {
        registered = registered || registers;
        canary.renewed(now);
      }
      if (canary.notLive(now).isPresent()) {
        restarted.add(name);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void a_healthy_cluster_stays_as_it_is(int size) {
    start(size);
    pass(LONG);
    assertThat(restarted).isEmpty();
    assertThat(notReady()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void one_that_is_not_registered_and_cannot_be_is_restarted_and_no_other(int size) {
    start(size);
    instances.get(1).registered = false;
    instances.get(1).registers = false;
    pass(LONG);
    assertThat(restarted).containsExactly("i1");
  }

  @Test
  void one_that_can_be_registered_anew_is_not_restarted() {
    start(3);
    instances.get(1).registered = false;
    pass(LONG);
    assertThat(restarted).isEmpty();
    assertThat(notReady()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void a_cut_link_restarts_neither_end(int size) {
    start(size);
    cut(0, 1);
    cut(1, 0);
    pass(LONG);
    assertThat(restarted).isEmpty();
    assertThat(notReady()).containsExactlyInAnyOrder("i0", "i1");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void a_link_that_is_cut_one_way_restarts_nobody(int size) {
    start(size);
    cut(0, 1);
    pass(LONG);
    assertThat(restarted).isEmpty();
    assertThat(notReady()).containsExactly("i1");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void with_no_link_at_all_as_with_expired_certificates_nobody_is_restarted(int size) {
    start(size);
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        if (from != to) {
          cut(from, to);
        }
      }
    }
    pass(LONG);
    assertThat(restarted).isEmpty();
    assertThat(notReady()).hasSize(size);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void a_frozen_one_restarts_nobody_not_even_itself_when_it_is_back(int size) {
    start(size);
    instances.get(0).frozen = true;
    pass(LONG);
    instances.get(0).frozen = false;
    pass(LONG);
    assertThat(restarted).isEmpty();
  }

  @Test
  void when_all_have_lost_their_registrations_all_register_anew() {
    start(3);
    instances.forEach(one -> one.registered = false);
    pass(LONG);
    assertThat(restarted).isEmpty();
    assertThat(notReady()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatever_links_fail_and_whoever_freezes_nobody_is_restarted(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    start(2 + random.nextInt(5));
    for (int fault = 0; fault < 20; fault++) {
      int one = random.nextInt(instances.size());
      int other = random.nextInt(instances.size());
      switch (random.nextInt(4)) {
        case 0 -> instances.get(one).frozen = !instances.get(one).frozen;
        case 1 -> instances.get(one).registered = false;
        case 2 -> cut.clear();
        default -> {
          if (one != other) {
            cut(one, other);
          }
        }
      }
      pass(random.nextLong(60_000));
    }
    assertThat(restarted).isEmpty();
  }

  private void start(int size) {
    for (int i = 0; i < size; i++) {
      instances.add(new Simulated("i" + i));
    }
    pass(5_000);
  }

  private void cut(int from, int to) {
    cut.add(List.of(instances.get(from), instances.get(to)));
  }

  private void pass(long millis) {
    Set<String> listed = new HashSet<>();
    instances.forEach(one -> listed.add(one.name));
    for (long end = now + millis; now < end; now += Canary.BEAT) {
      for (Simulated one : instances) {
        if (!one.frozen) {
          one.beat(listed);
        }
      }
    }
  }

  private Set<String> notReady() {
    Set<String> names = new TreeSet<>();
    for (Simulated one : instances) {
      if (one.canary.notReady(now).isPresent()) {
        names.add(one.name);
      }
    }
    return names;
  }
}
