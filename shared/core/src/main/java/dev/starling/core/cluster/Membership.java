package dev.starling.core.cluster;

import java.util.Set;
import java.util.function.Consumer;

/**
 * Which instances the cluster lists: a hint, late by up to ten seconds when one freezes or is cut
 * off. The Roster decides who counts.
 */
public interface Membership {

  /** This process; unique, and the same for as long as it lives, also after a merge. */
  String self();

  /** All instances listed now, of every service, this one included. */
  Set<String> instances();

  /** Those of {@link #instances()} that run a service. */
  Set<String> instancesOf(String service);

  /** Subscribes a listener, on any thread, to every instance that is no longer listed. */
  void onGone(Consumer<String> listener);

  /** The membership of a process that joins no one. */
  static Membership alone(String self) {
    return new Membership() {
      @Override
      public String self() {
        return self;
      }

      @Override
      public Set<String> instances() {
        return Set.of(self);
      }

      @Override
      public Set<String> instancesOf(String service) {
        return Set.of(self);
      }

      @Override
      public void onGone(Consumer<String> listener) {
        // Nobody can go.
      }
    };
  }
}
