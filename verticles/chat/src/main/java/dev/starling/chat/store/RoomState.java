package dev.starling.chat.store;

import dev.starling.chat.event.Chain;
import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.event.Position;
import dev.starling.chat.store.Result.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * One room: its newest events, its members and its readers, changed by steps. Events have the time
 * of their step by the store's clock, and never an earlier one than those before them.
 *
 * <p>This is the pure core. It has no clock, no thread and no socket, and it is deterministic: two
 * copies that are equal and apply the same step under the same {@link Conditions} are equal
 * afterwards, which {@link #digest()} shows. A step either happens as a whole or, when it throws,
 * leaves a copy that must not be used. Not thread-safe.
 */
public final class RoomState {
  /** Members that one step lets go at most, so that a lost instance does not hold up the room. */
  private static final int SWEPT_PER_STEP = 1_000;

  private static final Result ABSENT = Result.of(Status.ABSENT);

  final Window window;
  final Members members;
  final Terms terms;

  private String epoch;
  private long begun;
  private long seq;
  private long chain;
  private long digest;

  /** A room before its first event. */
  public RoomState(String epoch) {
    this(
        new Position(epoch, 0, 0),
        0,
        epoch.hashCode(),
        new Window(0, 0),
        new Members(),
        new Terms());
  }

  RoomState(Position tail, long begun, long digest, Window window, Members members, Terms terms) {
    this.begun = begun;
    this.epoch = tail.epoch();
    this.seq = tail.seq();
    this.chain = tail.chain();
    this.digest = digest;
    this.window = window;
    this.members = members;
    this.terms = terms;
  }

  /**
   * Applies a step: lets go of members whose grace is over, then carries out the operations in
   * order. An operation that is refused is answered so and fails no other.
   *
   * @param asker the instance that asks
   */
  public Applied apply(String asker, List<Operation> operations, Conditions conditions) {
    Position before = tail();
    List<Event> added = new ArrayList<>();
    touchIf(terms.confirm(conditions.confirmed()));
    conditions.alive().ifPresent(alive -> observe(alive, conditions));
    for (Member member : members.expired(conditions.now(), SWEPT_PER_STEP)) {
      remove(member, conditions, added);
    }
    List<Result> results = new ArrayList<>(operations.size());
    for (Operation operation : operations) {
      results.add(apply(operation, conditions, added));
    }
    window.trim(conditions.limits());
    return new Applied(
        before, tail(), added, results, members.size(), members.owned(asker), members.readers());
  }

  /**
   * Reads events.
   *
   * @param after the last event that the reader has; 0 for none
   * @param limit most events of the page
   */
  public Page read(long after, int limit) {
    return new Page(tail(), begun, window.chainAt(after), window.after(after, limit));
  }

  /** Number of the last event before the epoch began: 0 unless the transcript was renewed. */
  public long begun() {
    return begun;
  }

  /** The transcript's end. */
  public Position tail() {
    return new Position(epoch, seq, chain);
  }

  /** The term of the last step. */
  public Term term() {
    return terms.last();
  }

  /**
   * Whether all copies are known to be in the present term. What is acknowledged before that could
   * be lost in a merge with a minority that has counted as many terms.
   */
  public boolean isSettled(Set<String> alive) {
    return terms.isSettled(alive);
  }

  /** Equal for copies that came to the same by the same steps. */
  public long digest() {
    return digest;
  }

  /** Names of the members. */
  public List<String> usernames() {
    return members.all().stream().map(member -> member.username).toList();
  }

  /** Connections of an instance that speak for members and are not away, with their name keys. */
  public Map<Key, String> connectionsOf(String owner) {
    return members.connectionsOf(owner);
  }

  private void observe(Set<String> alive, Conditions conditions) {
    touchIf(members.observe(alive, conditions.now(), conditions.graceEnd()));
    if (!terms.isOf(alive)) {
      digest ^= alive.hashCode();
      touch();
      terms.begin(alive, digest);
    }
  }

  private Result apply(Operation operation, Conditions conditions, List<Event> added) {
    if (operation instanceof Operation.Say say) {
      return say(say, conditions, added);
    } else if (operation instanceof Operation.Join join) {
      return join(join, conditions, added);
    } else if (operation instanceof Operation.Leave leave) {
      return ofMember(
          leave.nameKey(), leave.connection(), member -> remove(member, conditions, added));
    } else if (operation instanceof Operation.Away away) {
      return ofMember(
          away.nameKey(),
          away.connection(),
          member -> {
            touchIf(members.away(member, conditions.now(), conditions.graceEnd()));
            return 0;
          });
    } else if (operation instanceof Operation.Stop stop) {
      touchIf(members.stop(stop.owner(), conditions.now(), conditions.graceEnd()));
    } else if (operation instanceof Operation.Watch watch) {
      touchIf(members.watch(watch.owner(), watch.on()));
    } else if (operation instanceof Operation.Renew renew && epoch.equals(renew.ended())) {
      renew(renew.fresh());
    }
    return Result.done(0);
  }

  /** Begins another epoch at this place: what readers have of an earlier one may differ. */
  void renew(String fresh) {
    epoch = fresh;
    begun = seq;
    touch();
  }

  private Result say(Operation.Say say, Conditions conditions, List<Event> added) {
    OptionalLong known = window.find(say.key());
    if (known.isPresent()) {
      return new Result(Status.REPEATED, known.getAsLong(), "");
    }
    if (say.since() != Operation.Say.FIRST_ATTEMPT && say.since() < window.forgottenSeq()) {
      return Result.of(Status.UNKNOWN);
    }
    return ofMember(
        say.nameKey(),
        say.connection(),
        member -> add(Kind.MESSAGE, say.key(), member.username, say.text(), conditions, added));
  }

  /** Does something for the member that a connection speaks for; it returns the event's number. */
  private Result ofMember(String nameKey, Key connection, ToLongFunction<Member> change) {
    return members
        .find(nameKey, connection)
        .map(member -> Result.done(change.applyAsLong(member)))
        .orElse(ABSENT);
  }

  private Result join(Operation.Join join, Conditions conditions, List<Event> added) {
    Operation.Applicant user = join.user();
    Member member = members.get(user.nameKey());
    if (member == null) {
      return window.find(join.connection()).isPresent() ? ABSENT : enter(join, conditions, added);
    }
    String before = member.owner;
    if (!member.connection.equals(join.connection())) {
      if (!member.session.equals(user.resumed()) || !member.username.equals(user.username())) {
        return member.session.equals(user.fresh())
            ? ABSENT
            : new Result(Status.TAKEN, 0, member.username);
      }
      members.move(member, join.connection(), join.owner());
      touch();
    } else if (member.session.equals(user.fresh())) {
      return new Result(Status.REPEATED, member.since, "");
    }
    return new Result(Status.MOVED, member.since, before);
  }

  private Result enter(Operation.Join join, Conditions conditions, List<Event> added) {
    Operation.Applicant user = join.user();
    boolean returns = window.find(Member.leftKey(user.resumed(), user.nameKey())).isPresent();
    Key session = returns ? user.resumed() : user.fresh();
    members.add(new Member(user, session, seq + 1, join.connection(), join.owner()));
    add(Kind.JOINED, join.connection(), user.username(), "", conditions, added);
    return new Result(returns ? Status.RETURNED : Status.DONE, seq, "");
  }

  private long remove(Member member, Conditions conditions, List<Event> added) {
    members.remove(member);
    Key key = Member.leftKey(member.session, member.nameKey);
    return add(Kind.LEFT, key, member.username, "", conditions, added);
  }

  private long add(
      Kind kind, Key key, String username, String text, Conditions conditions, List<Event> added) {
    long at = Math.max(conditions.now(), window.lastAt());
    seq++;
    chain = Chain.next(chain, kind, key);
    touch();
    Event event = new Event(seq, chain, kind, key, username, text, at, members.size());
    window.add(event);
    added.add(event);
    return seq;
  }

  private void touchIf(boolean changed) {
    if (changed) {
      touch();
    }
  }

  private void touch() {
    digest = Chain.mix(digest + 1) ^ chain;
  }
}
