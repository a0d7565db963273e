package dev.starling.chat.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.simulation.SimulatedInstance.Reading;
import dev.starling.chat.store.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What must hold of a run, whatever went wrong in it. */
final class Invariants {
  private final World world;
  private final List<Event> log;
  private final Map<Key, Event> byKey = new HashMap<>();

  Invariants(World world) {
    this.world = world;
    this.log = world.store.log(SimulatedInstance.ROOM);
  }

  /** Those that a store which lost its tail keeps, too. */
  void checkAlways() {
    numbersHaveNoHoleAndKeysAreUnique();
    joinedAndLeftAlternateAndOnlyMembersSpeak();
    everyReadingIsInSequence();
    oneEventForEachPlace();
    nobodyIsRefusedTheirOwnName();
    everyoneIsBack();
  }

  /** Those of a store that kept what it acknowledged. */
  void checkDurable() {
    checkAlways();
    acknowledgedIsThereOnceAndRefusedIsNot();
    orderAgreesWithTime();
  }

  private void numbersHaveNoHoleAndKeysAreUnique() {
    long seq = 0;
    for (Event event : log) {
      seq++;
      require(event.seq() == seq, () -> "a hole before " + event);
      require(byKey.put(event.key(), event) == null, () -> "a key twice: " + event);
    }
  }

  private void joinedAndLeftAlternateAndOnlyMembersSpeak() {
    Set<String> present = new HashSet<>();
    for (Event event : log) {
      switch (event.kind()) {
        case JOINED ->
            require(present.add(event.username()), () -> "joined while present: " + event);
        case LEFT -> require(present.remove(event.username()), () -> "left while absent: " + event);
        case MESSAGE ->
            require(present.contains(event.username()), () -> "spoke while absent: " + event);
      }
      require(event.online() == present.size(), () -> "wrong count of members: " + event);
    }
  }

  private void everyReadingIsInSequence() {
    for (SimulatedInstance instance : world.instances) {
      String epoch = null;
      long seq = 0;
      for (Reading reading : instance.readings) {
        long before = seq;
        if (reading instanceof Reading.Opened opened) {
          epoch = opened.tail().epoch();
          seq = opened.tail().seq();
        } else if (reading instanceof Reading.Read read) {
          seq++;
          require(
              read.epoch().equals(epoch) && read.event().seq() == before + 1,
              () -> instance.id + " read after " + before + ": " + read);
        } else if (reading instanceof Reading.Skipped skipped) {
          seq = skipped.to();
          require(
              skipped.from() == before + 1,
              () -> instance.id + " was told late, after " + before + ": " + skipped);
        } else if (reading instanceof Reading.Restarted restarted) {
          epoch = restarted.epoch();
          seq = restarted.seq();
        }
      }
    }
  }

  private void oneEventForEachPlace() {
    Map<String, Map<Long, Event>> places = new HashMap<>();
    for (SimulatedInstance instance : world.instances) {
      for (Reading reading : instance.readings) {
        if (reading instanceof Reading.Read read) {
          Event event = read.event();
          Event other =
              places
                  .computeIfAbsent(read.epoch(), epoch -> new HashMap<>())
                  .put(event.seq(), event);
          require(
              other == null || other.equals(event),
              () -> "two events at one place of " + read.epoch() + ": " + other + ", " + event);
        }
      }
    }
  }

  private void nobodyIsRefusedTheirOwnName() {
    for (SimulatedUser user : world.users) {
      require(user.taken == 0, () -> user.name + " was told that its name is taken");
    }
  }

  private static void require(boolean holds, Supplier<String> otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise.get());
    }
  }

  /** Once the faults are over everyone is in, and every replica is at the end. */
  private void everyoneIsBack() {
    List<String> members = world.store.state(SimulatedInstance.ROOM).usernames();
    for (SimulatedUser user : world.users) {
      assertThat(user.isJoined()).as("%s is in", user.name).isTrue();
      assertThat(members).contains(user.name);
    }
    assertThat(members).hasSize(world.users.size());
    for (SimulatedInstance instance : world.instances) {
      if (instance.isUp()) {
        assertThat(instance.room.replica().seq())
            .as("replica of %s", instance.id)
            .isGreaterThanOrEqualTo(log.size() - 50);
      }
    }
  }

  private void acknowledgedIsThereOnceAndRefusedIsNot() {
    for (SimulatedUser user : world.users) {
      for (SimulatedUser.Sent sent : user.sent) {
        Event event = byKey.get(sent.key());
        if (sent.status() == Result.Status.NOT_APPLIED) {
          require(event == null, () -> "refused, and there: " + sent);
        } else {
          require(
              event != null && event.seq() == sent.seq(),
              () -> "acknowledged, and not there: " + sent + ", " + event);
        }
      }
    }
  }

  /** What was acknowledged before another message was sent stands before it. */
  private void orderAgreesWithTime() {
    List<SimulatedUser.Sent> all = new ArrayList<>();
    world.users.forEach(
        user -> user.sent.stream().filter(sent -> sent.seq() > 0).forEach(all::add));
    all.sort((a, b) -> Long.compare(a.seq(), b.seq()));
    long latestBegin = 0;
    for (SimulatedUser.Sent sent : all) {
      long begun = latestBegin;
      require(
          sent.endedAt() >= begun, () -> "acknowledged before one that stands before it: " + sent);
      latestBegin = Math.max(latestBegin, sent.begunAt());
    }
  }
}
