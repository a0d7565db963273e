package dev.starling.chat.store.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryConfig;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.PartitionGroupConfig.MemberGroupType;
import com.hazelcast.config.properties.PropertyDefinition;
import com.hazelcast.internal.partition.membergroup.DefaultMemberGroup;
import com.hazelcast.logging.ILogger;
import com.hazelcast.spi.discovery.AbstractDiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryStrategyFactory;
import com.hazelcast.spi.discovery.impl.DefaultDiscoveryService;
import com.hazelcast.spi.partitiongroup.MemberGroup;
import com.hazelcast.spi.partitiongroup.PartitionGroupStrategy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Members that fail together: Hazelcast keeps at most one copy of a room in each group, and at most
 * as many copies as there are groups. A group is a zone. While that makes fewer groups than copies,
 * the largest is divided, between machines where it has several: a room then has as many copies as
 * there are members for, and is in every zone and on as many machines as it can be. A member that
 * cannot read what the others write is in no group and has no copies.
 */
final class FailureGroups {
  /** Attribute of a member: {@code cluster.zone}, or its address. */
  static final String ZONE = "starling.zone";

  /** Where a member is. */
  record Place<T>(String zone, String machine, T member) {}

  private FailureGroups() {}

  /**
   * Has Hazelcast form these groups at each change of membership.
   *
   * @param copies of a room, the owner's included
   */
  static void form(Config config, int copies) {
    config.getPartitionGroupConfig().setEnabled(true).setGroupType(MemberGroupType.SPI);
    // Given to the join configuration, it would be a second way to find members.
    config
        .getAdvancedNetworkConfig()
        .getJoin()
        .getDiscoveryConfig()
        .setDiscoveryServiceProvider(
            settings ->
                new DefaultDiscoveryService(
                    settings.setDiscoveryConfig(
                        new DiscoveryConfig()
                            .addDiscoveryStrategyConfig(
                                new DiscoveryStrategyConfig(new Factory(copies))))));
  }

  /**
   * Forms the groups; the same from the same members in the same order.
   *
   * @param wanted groups that there are at least, where there are members for them
   */
  static <T> List<List<Place<T>>> of(List<Place<T>> members, int wanted) {
    Map<String, List<Place<T>>> zones = new TreeMap<>();
    for (Place<T> member : members) {
      zones.computeIfAbsent(member.zone(), any -> new ArrayList<>()).add(member);
    }
    List<List<Place<T>>> groups = new ArrayList<>(zones.values());
    while (groups.size() < Math.min(wanted, members.size())) {
      List<Place<T>> largest =
          groups.stream().max(Comparator.comparingInt(List::size)).orElseThrow();
      groups.remove(largest);
      groups.addAll(divide(largest));
    }
    return groups;
  }

  private static <T> List<List<Place<T>>> divide(List<Place<T>> group) {
    List<Place<T>> sorted = new ArrayList<>(group);
    sorted.sort(Comparator.comparing(Place::machine));
    int middle = sorted.size() / 2;
    int best = middle;
    for (int i = 1; i < sorted.size(); i++) {
      boolean between = !sorted.get(i).machine().equals(sorted.get(i - 1).machine());
      boolean bestBetween = !sorted.get(best).machine().equals(sorted.get(best - 1).machine());
      if (between && (!bestBetween || Math.abs(i - middle) < Math.abs(best - middle))) {
        best = i;
      }
    }
    return List.of(
        new ArrayList<>(sorted.subList(0, best)),
        new ArrayList<>(sorted.subList(best, sorted.size())));
  }

  private static Place<Member> place(Member member) {
    String machine = member.getAddress().getHost();
    String zone = member.getAttribute(ZONE);
    return new Place<>(zone == null ? machine : zone, machine, member);
  }

  private static MemberGroup group(List<Place<Member>> members) {
    return new DefaultMemberGroup(members.stream().map(Place::member).toList());
  }

  private record Factory(int copies) implements DiscoveryStrategyFactory {
    @Override
    public Class<? extends DiscoveryStrategy> getDiscoveryStrategyType() {
      return Strategy.class;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public DiscoveryStrategy newDiscoveryStrategy(
        DiscoveryNode node, ILogger logger, Map<String, Comparable> properties) {
      return new Strategy(logger, properties, copies);
    }

    @Override
    public Collection<PropertyDefinition> getConfigurationProperties() {
      return List.of();
    }
  }

  /** Finds no members; groups those that fail together. */
  private static final class Strategy extends AbstractDiscoveryStrategy {
    private final int copies;

    @SuppressWarnings("rawtypes")
    Strategy(ILogger logger, Map<String, Comparable> properties, int copies) {
      super(logger, properties);
      this.copies = copies;
    }

    @Override
    public Iterable<DiscoveryNode> discoverNodes() {
      return List.of();
    }

    @Override
    public PartitionGroupStrategy getPartitionGroupStrategy(
        Collection<? extends Member> allMembers) {
      List<Place<Member>> places = new ArrayList<>();
      ChatCluster.understanding(allMembers).forEach(member -> places.add(place(member)));
      return () -> of(places, copies).stream().map(FailureGroups::group).toList();
    }
  }
}
