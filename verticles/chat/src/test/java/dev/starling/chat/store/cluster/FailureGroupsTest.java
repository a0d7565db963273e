package dev.starling.chat.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.store.cluster.FailureGroups.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureGroupsTest {
  private final List<Place<Integer>> members = new ArrayList<>();

  private void add(String zone, String machine, int number) {
    for (int i = 0; i < number; i++) {
      members.add(new Place<>(zone, machine, members.size()));
    }
  }

  private List<List<Place<Integer>>> groups(int wanted) {
    List<List<Place<Integer>>> groups = FailureGroups.of(members, wanted);
    assertThat(groups.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(members);
    assertThat(groups).noneMatch(List::isEmpty);
    return groups;
  }

  private static long machines(List<Place<Integer>> group) {
    return group.stream().map(Place::machine).distinct().count();
  }

  @Test
  void on_one_machine_there_are_as_many_groups_as_copies() {
    add("m", "m", 3);
    assertThat(groups(3)).hasSize(3);
  }

  @Test
  void there_are_no_more_groups_than_members() {
    add("m", "m", 2);
    assertThat(groups(3)).hasSize(2);
  }

  @Test
  void where_there_are_enough_machines_each_is_a_group() {
    add("m", "m", 2);
    add("n", "n", 2);
    assertThat(groups(2)).hasSize(2).allMatch(group -> machines(group) == 1);
  }

  @Test
  void with_more_copies_than_machines_one_is_divided_and_no_group_is_on_both() {
    add("m", "m", 2);
    add("n", "n", 2);
    assertThat(groups(3)).hasSize(3).allMatch(group -> machines(group) == 1);
  }

  @Test
  void a_zone_is_a_group_however_many_machines_it_has() {
    add("east", "m", 1);
    add("east", "n", 1);
    add("west", "o", 1);
    assertThat(groups(2))
        .hasSize(2)
        .allMatch(group -> group.stream().map(Place::zone).distinct().count() == 1);
  }

  @Test
  void a_zone_that_must_be_divided_is_divided_between_its_machines() {
    add("east", "m", 3);
    add("east", "n", 1);
    add("west", "o", 1);
    assertThat(groups(3)).hasSize(3).allMatch(group -> machines(group) == 1);
  }
}
