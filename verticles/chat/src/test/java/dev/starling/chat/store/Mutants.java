package dev.starling.chat.store;

import dev.starling.chat.event.Event;
import dev.starling.chat.event.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/** Rooms that are wrong in a known way, to show that it is found. */
public final class Mutants {
  /** What can be wrong. */
  public enum Bug {
    NONE,

    // Of a room.
    KEYS_ARE_FORGOTTEN,
    EVERYONE_MAY_SPEAK,
    WHO_IS_AWAY_IS_A_STRANGER,
    TIMES_ARE_THE_OWNERS,

    // Of a store.
    ACKNOWLEDGED_WITHOUT_COPY,
    REFUSED_IS_APPLIED_LATER,
    BOTH_HALVES_ACCEPT,
    ACCEPTED_BEFORE_MERGED,
    MERGE_KEEPS_THE_SMALLER_HALF,
    MERGE_KEEPS_THE_LATER_TERM,
    ACKNOWLEDGED_IN_A_LOST_TERM,
    FORKS_ARE_NOT_SEEN,
    JOINS_ARE_NOT_ANSWERED,

    // Of an instance.
    GAPS_ARE_TOLD_LATE,
    EVENTS_ARE_PASSED_OVER
  }

  private Mutants() {}

  /** A copy of a room, by way of its bytes, with this bug. */
  public static RoomState copy(RoomState room, Bug bug) {
    try {
      RoomState copy =
          RoomStateCodec.read(new DataInputStream(new ByteArrayInputStream(bytes(room))));
      return switch (bug) {
        case KEYS_ARE_FORGOTTEN -> with(copy, new ForgetfulWindow(copy.window), copy.members);
        case TIMES_ARE_THE_OWNERS -> with(copy, new TimelessWindow(copy.window), copy.members);
        case EVERYONE_MAY_SPEAK -> with(copy, copy.window, new OpenMembers(copy.members));
        case WHO_IS_AWAY_IS_A_STRANGER -> with(copy, copy.window, new StrangeMembers(copy.members));
        default -> copy;
      };
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** {@link RoomMerge#ofMajority} by terms alone, whether they were confirmed or not. */
  public static RoomState ofLaterTerm(RoomState existing, RoomState coming) {
    return Comparator.<RoomState>comparingLong(room -> room.term().number())
                .thenComparingLong(room -> room.tail().seq())
                .compare(coming, existing)
            > 0
        ? coming
        : existing;
  }

  /** Bytes that a room takes. */
  public static int size(RoomState room) {
    return bytes(room).length;
  }

  private static byte[] bytes(RoomState room) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      RoomStateCodec.write(new DataOutputStream(bytes), room);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return bytes.toByteArray();
  }

  private static RoomState with(RoomState room, Window window, Members members) {
    return new RoomState(room.tail(), room.begun(), room.digest(), window, members, room.terms);
  }

  /** The same events, by the same rules but one. */
  private abstract static class OtherWindow extends Window {
    OtherWindow(Window other) {
      super(other.forgottenSeq(), other.forgottenChain());
      for (Event event : other.events()) {
        add(event);
      }
    }
  }

  /** Does not know what it has. */
  private static final class ForgetfulWindow extends OtherWindow {
    ForgetfulWindow(Window other) {
      super(other);
    }

    @Override
    OptionalLong find(Key key) {
      return OptionalLong.empty();
    }
  }

  /** Does not know when anything was. */
  private static final class TimelessWindow extends OtherWindow {
    TimelessWindow(Window other) {
      super(other);
    }

    @Override
    long lastAt() {
      return 0;
    }
  }

  /** The same members, by the same rules but one. */
  private abstract static class OtherMembers extends Members {
    OtherMembers(Members other) {
      other.all().forEach(this::add);
      other.gone().forEach(this::gone);
      other.readers().forEach(reader -> watch(reader, true));
    }
  }

  /** Lets anyone speak. */
  private static final class OpenMembers extends OtherMembers {
    OpenMembers(Members other) {
      super(other);
    }

    @Override
    Optional<Member> find(String nameKey, Key connection) {
      Member there = get(nameKey);
      return Optional.of(
          there == null
              ? new Member(nameKey, nameKey, connection, true, 0, connection, "")
              : there);
    }
  }

  /** Takes the session of whoever is away for another. */
  private static final class StrangeMembers extends OtherMembers {
    StrangeMembers(Members other) {
      super(other);
    }

    @Override
    Member get(String nameKey) {
      Member there = super.get(nameKey);
      if (there == null || there.awayUntil == Member.HERE) {
        return there;
      }
      Key stranger = new Key(~there.session.high(), there.session.low());
      return new Member(
          there.username, nameKey, stranger, true, there.since, there.connection, there.owner);
    }
  }
}
