package dev.starling.systemtests.scenario;

import dev.starling.systemtests.clients.ChatClient;
import dev.starling.systemtests.clients.Relay;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.Network;
import dev.starling.testing.EmbeddedDatabase;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Three chats on hosts of their own, and the database they may have outside their network. */
final class ChatHosts implements AutoCloseable {
  static final int SIZE = 3;

  private static final int BROWSERS_EACH = 3;

  private final Deque<Runnable> ends = new ArrayDeque<>();
  private final Network network;
  private final Optional<EmbeddedDatabase> database;
  private final Cluster cluster;

  private ChatHosts(boolean withDatabase, UnaryOperator<Deployment> settings) {
    try {
      network = Network.of(SIZE);
      ends.push(network::close);
      Deployment deployment = Chats.deployment(network.places());
      database = withDatabase ? Optional.of(EmbeddedDatabase.create()) : Optional.empty();
      if (database.isPresent()) {
        ends.push(database.get()::close);
        deployment = joinedTo(database.get(), deployment);
      }
      cluster = settings.apply(deployment).startAtOnce();
      ends.push(cluster::close);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Deployment joinedTo(EmbeddedDatabase server, Deployment deployment) {
    Relay relay = new Relay(network.outsideHost(), URI.create(server.uri()).getPort());
    ends.push(relay::close);
    return deployment
        .with("STARLING_TRANSCRIPT_STORE", "postgres")
        .with("STARLING_DATABASE_URI", relay.inPlaceOf(server.uri()));
  }

  /** Chats with the cluster's transcript and {@code cluster.size}. */
  static ChatHosts withSize() {
    return withSize(UnaryOperator.identity());
  }

  /** The same with more settings. */
  static ChatHosts withSize(UnaryOperator<Deployment> settings) {
    return new ChatHosts(false, each -> settings.apply(each.with("STARLING_CLUSTER_SIZE", SIZE)));
  }

  /** Chats with the cluster's transcript, each side of a cut going on by itself. */
  static ChatHosts withoutSize() {
    return new ChatHosts(false, UnaryOperator.identity());
  }

  /** Chats with the transcript in a database. */
  static ChatHosts withDatabase() {
    return withDatabase(UnaryOperator.identity());
  }

  /** The same with more settings. */
  static ChatHosts withDatabase(UnaryOperator<Deployment> settings) {
    return new ChatHosts(true, settings);
  }

  Network network() {
    return network;
  }

  Optional<EmbeddedDatabase> database() {
    return database;
  }

  Cluster cluster() {
    return cluster;
  }

  /** Users at browsers, some at each of these instances. */
  List<ChatClient> browsersAt(ChatParty party, int... instances) {
    List<ChatClient> added = new ArrayList<>();
    for (int i : instances) {
      added.addAll(party.browsers("i" + i + "-", BROWSERS_EACH, cluster.instance(i).address()));
    }
    return added;
  }

  /** Ends what was started, the last first. */
  @Override
  public void close() {
    ends.forEach(Runnable::run);
  }
}
