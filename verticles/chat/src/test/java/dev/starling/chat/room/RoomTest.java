package dev.starling.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.chat.input.Username;
import dev.starling.chat.log.LogException;
import dev.starling.chat.log.MemoryLog;
import dev.starling.chat.log.TranscriptLog;
import dev.starling.chat.transcript.Draft;
import dev.starling.shared.bus.Bus;
import dev.starling.shared.cluster.Membership;
import dev.starling.shared.roster.LiveRoster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class RoomTest {
  private static final int MEMORY = 100;

  private final Vertx vertx = Vertx.vertx();
  private final FullLog log = new FullLog();
  private final Room room = room();
  private Audience audience;

  @BeforeEach
  void open() throws Exception {
    vertx.deployVerticle(room).await(60, TimeUnit.SECONDS);
    audience = room.audience();
  }

  @AfterEach
  void close() {
    log.full = false;
    vertx.close().await();
  }

  @Test
  void a_session_whose_own_left_waits_is_asked_to_try_again_and_gets_its_name_then()
      throws InterruptedException {
    RecordingGuest first = new RecordingGuest();
    Seat seat = enter(first, Optional.empty());
    await(first, "events 1"::equals);
    Optional<Resume> resume = Optional.of(new Resume(first.session, "of no interest", 1));

    log.full = true;
    room.leave(seat);
    RecordingGuest early = new RecordingGuest();
    enter(early, resume);
    await(early, told -> told.startsWith("refused"));
    assertThat(early.heard).containsExactly("refused NOT_ACCEPTED");

    log.full = false;
    await(first, "left"::equals);
    RecordingGuest late = new RecordingGuest();
    enter(late, resume);
    await(late, "welcome"::equals);
  }

  private Seat enter(Guest guest, Optional<Resume> resume) {
    return room.enter(audience, guest, Username.parse("ada").orElseThrow(), resume);
  }

  private static void await(RecordingGuest guest, Predicate<String> told)
      throws InterruptedException {
    while (guest.heard.stream().noneMatch(told)) {
      Thread.sleep(5);
    }
  }

  private Room room() {
    Bus bus = new Bus(vertx);
    Membership membership = Membership.alone("self");
    Standing standing =
        new Standing("chat", membership, new LiveRoster("chat", bus, membership), 0);
    return new Room(
        () -> new Stores(log, new LocalNames()),
        MEMORY,
        standing,
        bus,
        happening ->
            new Published(happening.event().seq(), Buffer.buffer("line\n"), Buffer.buffer("{}")),
        new SimpleMeterRegistry());
  }

  /** A log that can be read, and while it is full takes nothing. */
  private static final class FullLog implements TranscriptLog {
    private final MemoryLog kept = new MemoryLog(MEMORY);
    private volatile boolean full;

    @Override
    public Future<Opening> open() {
      return kept.open();
    }

    @Override
    public Future<Appended> append(List<Draft> batch) {
      return full ? Future.failedFuture(new LogException("full")) : kept.append(batch);
    }

    @Override
    public Future<Page> readAfter(long seq, int limit) {
      return kept.readAfter(seq, limit);
    }

    @Override
    public Future<Void> renew(String epoch) {
      return kept.renew(epoch);
    }

    @Override
    public Future<Void> settle() {
      return kept.settle();
    }

    @Override
    public Future<Void> close() {
      return kept.close();
    }
  }
}
