package dev.starling.chat.store;

import dev.starling.chat.event.Chain;
import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import dev.starling.chat.event.Kind;
import dev.starling.chat.event.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One room: its newest events, its members and its readers, changed by steps.
 *
 * <p>This is the pure core. It has no clock, no thread and no socket, and it is deterministic: two
 * copies that are equal and apply the same step under the same {@link Conditions} are equal
 * afterwards, which {@link #digest()} shows. A step either happens as a whole or, when it throws,
 * leaves a copy that must not be used. Not thread-safe.
 */
public final class RoomState {
  /** Members that one step lets go at most, so that a lost instance does not hold up the room. */
  private static final int SWEPT_PER_STEP = 1_000;

  final Window window;
  final Members members;

  private String epoch;
  private long begun;
  private long seq;
  private long chain;
  private long digest;

  // Since the last change of the instances that there are, as the steps of this room saw them.
  private Term term = Term.NONE;
  private int instances;

  // Number of the last term of which a step was told that all copies had answered in it.
  private long confirmed;

  /** A room before its first event. */
  public RoomState(String epoch) {
    this(new Position(epoch, 0, 0), 0, epoch.hashCode(), new Window(0, 0), new Members());
  }

  RoomState(Position tail, long begun, long digest, Window window, Members members) {
    this.begun = begun;
    this.epoch = tail.epoch();
    this.seq = tail.seq();
    this.chain = tail.chain();
    this.digest = digest;
    this.window = window;
    this.members = members;
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
    confirm(conditions.confirmed());
    sweep(conditions, added);
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

  int instances() {
    return instances;
  }

  void term(Term last, int seen, long known) {
    term = last;
    instances = seen;
    confirmed = known;
  }

  /** The term of the last step. */
  public Term term() {
    return term;
  }

  /**
   * Whether all copies are known to be in the present term. What is acknowledged before that could
   * be lost in a merge with a minority that has counted as many terms.
   */
  public boolean isSettled(Set<String> alive) {
    return confirmed == term.number() && instances == alive.hashCode();
  }

  long confirmed() {
    return confirmed;
  }

  /** Equal for copies that came to the same by the same steps. */
  public long digest() {
    return digest;
  }

  /** Nothing was ever said here and no one is in: the room need not be kept. */
  public boolean isUnused() {
    return seq == 0 && members.size() == 0 && members.readers().isEmpty();
  }

  /** Names of the members. */
  public List<String> usernames() {
    return members.all().stream().map(member -> member.username).toList();
  }

  /** Connections of an instance that speak for members and are not away, with their name keys. */
  public Map<Key, String> connectionsOf(String owner) {
    return members.connectionsOf(owner);
  }

  private void confirm(Term known) {
    if (known.equals(term) && confirmed < known.number()) {
      confirmed = known.number();
      touch();
    }
  }

  private void sweep(Conditions conditions, List<Event> added) {
    conditions.alive().ifPresent(alive -> observe(alive, conditions));
    for (Member member : members.expired(conditions.now(), SWEPT_PER_STEP)) {
      remove(member, conditions.now(), added);
    }
  }

  private void observe(Set<String> alive, Conditions conditions) {
    touchIf(members.observe(alive, conditions.now(), graceEnd(conditions)));
    if (instances != alive.hashCode()) {
      instances = alive.hashCode();
      digest ^= instances;
      touch();
      term = new Term(term.number() + 1, digest);
    }
  }

  private Result apply(Operation operation, Conditions conditions, List<Event> added) {
    if (operation instanceof Operation.Say say) {
      return say(say, added);
    } else if (operation instanceof Operation.Join join) {
      return join(join, added);
    } else if (operation instanceof Operation.Leave leave) {
      return members
          .find(leave.nameKey(), leave.connection())
          .map(member -> Result.done(remove(member, leave.at(), added)))
          .orElse(Result.of(Result.Status.ABSENT));
    } else if (operation instanceof Operation.Away away) {
      return members
          .find(away.nameKey(), away.connection())
          .map(
              member -> {
                touchIf(members.away(member, conditions.now(), graceEnd(conditions)));
                return Result.done(0);
              })
          .orElse(Result.of(Result.Status.ABSENT));
    } else if (operation instanceof Operation.Stop stop) {
      touchIf(members.stop(stop.owner(), conditions.now(), graceEnd(conditions)));
    } else if (operation instanceof Operation.Watch watch) {
      touchIf(members.watch(watch.owner(), watch.on()));
    } else if (operation instanceof Operation.Renew renew && epoch.equals(renew.ended())) {
      renew(renew.fresh());
    }
    return Result.done(0);
  }

  /** The room that is kept of this one and another: {@link RoomMerge#ofTwo}. */
  public RoomState merge(RoomState other, String fresh) {
    return RoomMerge.ofTwo(this, other, fresh);
  }

  /** The same when only a majority acknowledges: {@link RoomMerge#ofMajority}. */
  public RoomState latest(RoomState other) {
    return RoomMerge.ofMajority(this, other);
  }

  /** Begins another epoch at this place: what readers have of an earlier one may differ. */
  void renew(String fresh) {
    epoch = fresh;
    begun = seq;
    touch();
  }

  private Result say(Operation.Say say, List<Event> added) {
    OptionalLong known = window.find(say.key());
    if (known.isPresent()) {
      return new Result(Result.Status.REPEATED, known.getAsLong(), "");
    }
    boolean forgotten =
        say.since() != Operation.Say.FIRST_ATTEMPT && say.since() < window.forgottenSeq();
    if (forgotten) {
      return Result.of(Result.Status.UNKNOWN);
    }
    return members
        .find(say.nameKey(), say.connection())
        .map(
            member -> {
              add(Kind.MESSAGE, say.key(), member.username, say.text(), say.at(), added);
              return Result.done(seq);
            })
        .orElse(Result.of(Result.Status.ABSENT));
  }

  private Result join(Operation.Join join, List<Event> added) {
    Operation.Applicant user = join.user();
    Member member = members.get(user.nameKey());
    if (member == null) {
      return window.find(join.connection()).isPresent()
          ? Result.of(Result.Status.ABSENT)
          : enter(join, added);
    }
    String before = member.owner;
    if (!member.connection.equals(join.connection())) {
      if (!member.session.equals(user.resumed()) || !member.username.equals(user.username())) {
        return new Result(Result.Status.TAKEN, 0, member.username);
      }
      members.move(member, join.connection(), join.owner());
      touch();
    } else if (member.session.equals(user.fresh())) {
      return new Result(Result.Status.REPEATED, member.since, "");
    }
    return new Result(Result.Status.MOVED, member.since, before);
  }

  private Result enter(Operation.Join join, List<Event> added) {
    Operation.Applicant user = join.user();
    boolean returns = window.find(leftKey(user.resumed(), user.nameKey())).isPresent();
    Key session = returns ? user.resumed() : user.fresh();
    members.add(new Member(user, session, seq + 1, join.connection(), join.owner()));
    add(Kind.JOINED, join.connection(), user.username(), "", join.at(), added);
    return new Result(returns ? Result.Status.RETURNED : Result.Status.DONE, seq, "");
  }

  private long remove(Member member, long at, List<Event> added) {
    members.remove(member);
    add(Kind.LEFT, leftKey(member.session, member.nameKey), member.username, "", at, added);
    return seq;
  }

  /** By which the session is known to have been this user's, as long as the event is kept. */
  private static Key leftKey(Key session, String nameKey) {
    return Key.of("left", session.toUuid().toString(), nameKey);
  }

  private void add(Kind kind, Key key, String username, String text, long at, List<Event> added) {
    seq++;
    chain = Chain.next(chain, kind, key);
    touch();
    Event event = new Event(seq, chain, kind, key, username, text, at, members.size());
    window.add(event);
    added.add(event);
  }

  private void touchIf(boolean changed) {
    if (changed) {
      touch();
    }
  }

  private void touch() {
    digest = Chain.mix(digest + 1) ^ chain;
  }

  private static long graceEnd(Conditions conditions) {
    return conditions.now() + conditions.limits().graceMillis();
  }
}
