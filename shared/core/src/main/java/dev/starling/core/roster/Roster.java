package dev.starling.core.roster;

import dev.starling.core.roster.RosterChange.Cause;
import dev.starling.core.roster.RosterMessage.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How many connections each instance of a service holds, summed over the cluster, without a shared
 * counter that could drift: every instance reports its own, all others keep the last report.
 *
 * <p>This is the pure core: it owns no timer, no clock and no socket. Time comes in as {@code now},
 * milliseconds of a monotonic clock, with every call; messages go out through {@code transport}.
 * Lost, repeated and reordered messages are healed by the next report. Not thread-safe: one thread
 * at a time.
 */
public final class Roster {
  private final String self;
  private final RosterTiming timing;
  private final Consumer<RosterMessage> transport;
  private final Consumer<RosterChange> listener;

  private final Map<String, Peer> peers = new HashMap<>();
  private final Map<String, Tombstone> lost = new HashMap<>();

  private long arrivals;
  private long departures;
  private long elsewhere;
  private long sequence;
  private long lastReport;
  private long lastCall;
  private boolean reportDue;
  private boolean left;

  /**
   * Creates a roster that knows only this instance, and reports it to the others.
   *
   * @param self unique to this process
   * @param transport takes messages to all other instances; may lose them
   * @param listener receives every change of the cluster-wide picture
   */
  public Roster(
      String self,
      RosterTiming timing,
      Consumer<RosterMessage> transport,
      Consumer<RosterChange> listener,
      long now) {
    this.self = self;
    this.timing = timing;
    this.transport = transport;
    this.listener = listener;
    this.lastCall = now;
    report(now);
    ask();
  }

  /** A connection opened here. Returns the new total. */
  public int arrive(long now) {
    advance(now);
    arrivals++;
    changed(Cause.CONNECTIONS, 1, 0);
    reportSoon(now);
    return total();
  }

  /** A connection closed here. Returns the new total. */
  public int depart(long now) {
    advance(now);
    departures++;
    changed(Cause.CONNECTIONS, 0, 1);
    reportSoon(now);
    return total();
  }

  /** A message of another instance arrived, perhaps late, perhaps again. */
  public void receive(RosterMessage message, long now) {
    advance(now);
    if (message.instance().equals(self)) {
      return;
    }
    switch (message.kind()) {
      case REPORT -> hear(message, now);
      case ASK -> reportSoon(now);
      case GOODBYE -> farewell(message, now);
    }
  }

  /** The cluster reported an instance gone: a hint, which fresh reports of that instance refute. */
  public void instanceGone(String instance, long now) {
    advance(now);
    Peer peer = peers.get(instance);
    if (peer != null) {
      lose(instance, peer, Tombstone.reported(peer.sequence, now));
    }
  }

  /** Does what time has made due; to be called no later than {@link #nextDue()}. */
  public void tick(long now) {
    advance(now);
    if (left) {
      return;
    }
    if (now >= nextReport()) {
      report(now);
    }
    lost.values().removeIf(gone -> now - gone.since > timing.memory());
  }

  /** When {@link #tick} has to be called at the latest. */
  public long nextDue() {
    long due = nextReport();
    for (Peer peer : peers.values()) {
      due = Math.min(due, peer.lastHeard + timing.silence());
    }
    return due;
  }

  /** Says goodbye: the others drop this instance's connections at once. */
  public void leave() {
    left = true;
    transport.accept(message(Kind.GOODBYE));
  }

  /** Connections in the whole cluster, as far as is known here. */
  public int total() {
    return Math.toIntExact(arrivals - departures + elsewhere);
  }

  /** Whether this instance, or a report of it, is counted now. */
  public boolean counts(String instance) {
    return instance.equals(self) || peers.containsKey(instance);
  }

  /** Instances that are counted now, this one included. */
  public Set<String> instances() {
    Set<String> all = new HashSet<>(peers.keySet());
    all.add(self);
    return Set.copyOf(all);
  }

  /** Whether {@link #instances()} would be these; cheap when so. */
  boolean isPictureOf(Set<String> instances) {
    return instances.size() == peers.size() + 1 && instances.containsAll(peers.keySet());
  }

  /** Lost instances of which something is still remembered. */
  int remembered() {
    return lost.size();
  }

  private void hear(RosterMessage report, long now) {
    Peer peer = peers.get(report.instance());
    if (peer == null) {
      if (mayCount(report, now)) {
        find(report, now);
      }
    } else if (report.sequence() > peer.sequence) {
      update(peer, report, now);
    }
  }

  private boolean mayCount(RosterMessage report, long now) {
    Tombstone gone = lost.get(report.instance());
    return gone == null || gone.isRefutedBy(report, now, timing);
  }

  private void find(RosterMessage report, long now) {
    lost.remove(report.instance());
    peers.put(report.instance(), new Peer(report, now));
    elsewhere += report.present();
    if (report.present() > 0) {
      changed(Cause.INSTANCE_FOUND, 0, 0);
    }
  }

  private void update(Peer peer, RosterMessage report, long now) {
    int arrived = Math.toIntExact(report.arrivals() - peer.arrivals);
    int departed = Math.toIntExact(report.departures() - peer.departures);
    peer.take(report, now);
    elsewhere += arrived - departed;
    if (arrived > 0 || departed > 0) {
      changed(Cause.CONNECTIONS, arrived, departed);
    }
  }

  private void farewell(RosterMessage goodbye, long now) {
    Peer peer = peers.get(goodbye.instance());
    if (peer == null) {
      lost.put(goodbye.instance(), Tombstone.forGood(now));
    } else {
      lose(goodbye.instance(), peer, Tombstone.forGood(now));
    }
  }

  private void lose(String instance, Peer peer, Tombstone how) {
    peers.remove(instance);
    forget(instance, peer, how);
  }

  private void forget(String instance, Peer peer, Tombstone how) {
    lost.put(instance, how);
    elsewhere -= peer.present();
    if (peer.present() > 0) {
      changed(Cause.INSTANCE_LOST, 0, 0);
    }
  }

  /** Drops who fell silent; who seems silent only because this process stood still is spared. */
  private void advance(long now) {
    long pause = now - lastCall;
    lastCall = now;
    if (pause > timing.stall()) {
      peers.values().forEach(peer -> peer.lastHeard += pause);
      ask();
      return;
    }
    Iterator<Map.Entry<String, Peer>> all = peers.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Peer> entry = all.next();
      if (now - entry.getValue().lastHeard >= timing.silence()) {
        all.remove();
        forget(entry.getKey(), entry.getValue(), Tombstone.silent(entry.getValue().sequence, now));
      }
    }
  }

  private void reportSoon(long now) {
    if (left) {
      return;
    }
    if (now - lastReport >= timing.spacing()) {
      report(now);
    } else {
      reportDue = true;
    }
  }

  private long nextReport() {
    return lastReport + (reportDue ? timing.spacing() : timing.heartbeat());
  }

  private void report(long now) {
    reportDue = false;
    lastReport = now;
    transport.accept(message(Kind.REPORT));
  }

  private void ask() {
    transport.accept(message(Kind.ASK));
  }

  private RosterMessage message(Kind kind) {
    return new RosterMessage(kind, self, ++sequence, arrivals, departures);
  }

  private void changed(Cause cause, int arrived, int departed) {
    listener.accept(new RosterChange(cause, arrived, departed, total()));
  }

  /** State of another instance. */
  private static final class Peer {
    private long sequence;
    private long arrivals;
    private long departures;
    private long lastHeard;

    Peer(RosterMessage report, long now) {
      take(report, now);
    }

    void take(RosterMessage report, long now) {
      sequence = report.sequence();
      arrivals = report.arrivals();
      departures = report.departures();
      lastHeard = now;
    }

    long present() {
      return arrivals - departures;
    }
  }
}
