package dev.starling.chat.store.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.spi.exception.SilentException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import dev.starling.chat.event.Format;
import dev.starling.core.cluster.MemberConfig;
import dev.starling.core.settings.ServiceSettings;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The configuration of the chat's own cluster.
 *
 * @param settings of the cluster that all services share, on whose hosts this one is, too
 * @param port the first to try
 * @param instance this instance
 * @param backups copies of each room beside the owner's, where there are members for them
 * @param format that this instance reads and writes, see {@link Format}
 */
public record ChatCluster(
    ServiceSettings.Cluster settings, int port, String instance, int backups, int format) {
  /** Attribute of a member: the instance it belongs to. */
  static final String INSTANCE = "starling.instance";

  /** Attribute of a member: its format. */
  private static final String FORMAT = "starling.chat.format";

  static final String ROOMS = "rooms";

  /** Executor that asks other members. */
  static final String QUESTIONS = "questions";

  private static final String SUSPENSION = "suspension";
  private static final String CLUSTER = "cluster";
  private static final String NAME = "chat";

  private static final String MAJORITY = "majority";
  private static final int MOST_BACKUPS = 6;

  /** A silent member does not count as one of the majority. */
  private static final int RECENTLY_MILLIS = 4_000;

  /** An instance of this program. */
  public ChatCluster(ServiceSettings.Cluster settings, int port, String instance, int backups) {
    this(settings, port, instance, backups, Format.VERSION);
  }

  /** Instances without which nothing is accepted: more than half of those there should be. */
  int quorum() {
    return settings.size() == 0 ? 1 : settings.size() / 2 + 1;
  }

  /** Whether a member may serve now. */
  static Suspension suspension(HazelcastInstance member) {
    return (Suspension) member.getUserContext().get(SUSPENSION);
  }

  /** Copies of each room beside the owner's, where there are members for them. */
  int copies() {
    return Math.min(MOST_BACKUPS, Math.max(backups, quorum() - 1));
  }

  /**
   * The members that understand each other, the oldest first, which decides on the format. The
   * others hold no rooms, ask nothing and are asked nothing.
   */
  static <T extends Member> List<T> understanding(Collection<T> members) {
    int format = format(members);
    return members.stream().filter(member -> format(member) == format).toList();
  }

  /** Why the oldest member and this one do not understand each other; empty when they do. */
  Optional<String> misunderstanding(Collection<Member> members) {
    int oldest = format(members);
    return oldest == format
        ? Optional.empty()
        : Optional.of("the chat's cluster has " + Format.difference(oldest, format));
  }

  private static int format(Collection<? extends Member> members) {
    return members.stream().findFirst().map(ChatCluster::format).orElse(0);
  }

  private static int format(Member member) {
    String format = member.getAttribute(FORMAT);
    return format == null ? 0 : Integer.parseInt(format);
  }

  /** The chat instances that are members and understand each other. */
  static Set<String> instances(HazelcastInstance member) {
    return understanding(member.getCluster().getMembers()).stream()
        .map(other -> other.getAttribute(INSTANCE))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /**
   * Called by a room's owner before each step: those that waited while it stood still must not
   * happen on a room that others own by now, and none may be acknowledged that is in too few
   * copies.
   *
   * @throws NotServing says why
   */
  static void require(HazelcastInstance member, String room) {
    Suspension suspension = suspension(member);
    suspension.beat(System.nanoTime(), System.currentTimeMillis());
    Optional<String> reason = suspension.unavailableToOthers();
    if (reason.isPresent()) {
      throw new NotServing(reason.get());
    }
    ChatCluster cluster = (ChatCluster) member.getUserContext().get(CLUSTER);
    Copies copies = Copies.of(member, cluster.copies());
    int needed = Math.min(Math.max(1, cluster.quorum() - 1), copies.possible());
    if (copies.of(room) < needed) {
      throw new NotServing("room " + room + " has too few copies; they are being made");
    }
  }

  /** An owner must not serve now; Hazelcast passes it on without a line in the log. */
  static final class NotServing extends IllegalStateException implements SilentException {
    private static final long serialVersionUID = 1L;

    NotServing(String reason) {
      super(reason);
    }
  }

  /** Blocks while names of members are resolved. */
  Config config() {
    Config config = MemberConfig.own(settings, NAME, port, instance);
    config.getMemberAttributeConfig().setAttribute(INSTANCE, instance);
    config.getMemberAttributeConfig().setAttribute(FORMAT, Integer.toString(format));
    settings
        .zone()
        .ifPresent(
            zone -> config.getMemberAttributeConfig().setAttribute(FailureGroups.ZONE, zone));
    FailureGroups.form(config, copies() + 1);
    Serializers.register(config.getSerializationConfig());
    Suspension suspension = new Suspension(quorum(), System.nanoTime(), System.currentTimeMillis());
    config.getUserContext().put(SUSPENSION, suspension);
    config.getUserContext().put(CLUSTER, this);
    rooms(config);
    small(config);
    return config;
  }

  /**
   * A minority can never hold all copies of a room: there are as many as a majority has members.
   */
  private void rooms(Config config) {
    MapConfig rooms =
        new MapConfig(ROOMS)
            .setInMemoryFormat(InMemoryFormat.OBJECT)
            .setBackupCount(copies())
            .setStatisticsEnabled(false);
    String policy =
        settings.size() > 0 ? QuorumMergePolicy.class.getName() : RoomMergePolicy.class.getName();
    rooms.getMergePolicyConfig().setPolicy(policy);
    if (quorum() > 1) {
      SplitBrainProtectionConfig majority =
          new SplitBrainProtectionConfig(MAJORITY, true, quorum())
              .setFunctionImplementation(
                  new HeardMajority(quorum(), RECENTLY_MILLIS, System::nanoTime))
              .setProtectOn(SplitBrainProtectionOn.READ_WRITE);
      config.addSplitBrainProtectionConfig(majority);
      rooms.setSplitBrainProtectionName(MAJORITY);
    }
    config.addMapConfig(rooms);
  }

  /**
   * Fewer threads and partitions than Hazelcast's defaults, which are for a machine of its own: the
   * chat has one map and few members.
   */
  private static void small(Config config) {
    config.addExecutorConfig(new ExecutorConfig(QUESTIONS, 1).setStatisticsEnabled(false));
    config
        .setProperty("hazelcast.partition.count", "31")
        .setProperty("hazelcast.operation.thread.count", "2")
        .setProperty("hazelcast.operation.generic.thread.count", "4")
        .setProperty("hazelcast.io.thread.count", "3")
        .setProperty("hazelcast.event.thread.count", "1");
  }
}
