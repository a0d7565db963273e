package dev.starling.chat.room;

import dev.starling.chat.log.LogException;
import dev.starling.chat.log.TranscriptLog;
import dev.starling.chat.log.TranscriptLog.Opening;
import dev.starling.chat.log.TranscriptLog.Page;
import dev.starling.chat.transcript.Event;
import dev.starling.chat.transcript.Happening;
import dev.starling.chat.transcript.Transcript;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the transcript abreast of the log: opens it, fetches what the event bus did not bring, and
 * begins anew when the log did. Belongs to the room's event loop.
 */
final class Follower {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);

  /** What a follower tells the room. */
  interface Listener {
    /** The log was opened. Its last events are passed with their counts. */
    void opened(List<Happening> last, long seq);

    /** Events are no longer in the log: what is passed on next comes after them. */
    void skipped(long from, long to);
  }

  private final TranscriptLog source;
  private final Names names;
  private final Transcript transcript;
  private final Mailbox mailbox;
  private final int memory;
  private final Standing standing;
  private final Listener listener;

  private String epoch = "";
  private boolean open;
  private boolean reading;
  private boolean settled;
  private long tail;
  private List<Promise<Void>> callers = new ArrayList<>();
  private List<Promise<Void>> served = new ArrayList<>();

  /**
   * Creates one that has not opened the log yet.
   *
   * @param memory events that are read when the log is opened
   */
  Follower(
      TranscriptLog source,
      Names names,
      Transcript transcript,
      Mailbox mailbox,
      int memory,
      Standing standing,
      Listener listener) {
    this.source = source;
    this.names = names;
    this.transcript = transcript;
    this.mailbox = mailbox;
    this.memory = memory;
    this.standing = standing;
    this.listener = listener;
  }

  /** Whether the transcript follows the log. */
  boolean isOpen() {
    return open;
  }

  String epoch() {
    return epoch;
  }

  /** Events of the log, as far as is known, that the transcript has yet to get. */
  long lag() {
    return Math.max(0, tail - transcript.seq());
  }

  /** Takes events that the event bus or an append brought. */
  void receive(String of, List<Event> events) {
    if (open && of.equals(epoch)) {
      events.forEach(transcript::receive);
    }
  }

  /**
   * Fetches what is missing, opening the log if need be.
   *
   * @return completes, in a step of the room, once the transcript has all that was in the log when
   *     this was called
   */
  Future<Void> catchUp() {
    Promise<Void> caller = Promise.promise();
    callers.add(caller);
    if (!reading) {
      start();
    }
    return caller.future();
  }

  private void start() {
    reading = true;
    // Who calls while this is under way is served by the next: this one may have read too early.
    served = callers;
    callers = new ArrayList<>();
    if (open) {
      readOn();
    } else {
      open();
    }
  }

  private void succeeded() {
    end().forEach(Promise::complete);
  }

  private void failed(Throwable failure) {
    if (open) {
      log.debug("could not read the log: {}", failure.getMessage());
    } else {
      log.warn("could not open the log: {}", failure.getMessage());
    }
    end().forEach(caller -> caller.fail(failure));
  }

  private List<Promise<Void>> end() {
    List<Promise<Void>> ended = served;
    served = List.of();
    reading = false;
    if (!callers.isEmpty()) {
      start();
    }
    return ended;
  }

  private void readOn() {
    long from = transcript.seq();
    Optional<String> lastKey = transcript.lastKey();
    mailbox.then(
        source.readAfter(from, TranscriptLog.MAX_PAGE),
        page -> take(page, from, lastKey),
        this::failed);
  }

  private void take(Page page, long from, Optional<String> lastKey) {
    if (!standing.isAwake()) {
      failed(new LogException("whether this instance still belongs to the others is not known"));
      return;
    }
    if (!page.epoch().equals(epoch)) {
      startAnew();
      return;
    }
    boolean forked =
        lastKey.isPresent() && page.lastKey().isPresent() && !page.lastKey().equals(lastKey);
    if (page.tail() < from || forked) {
      suspect(forked ? "has another event " + from : "ends at " + page.tail() + ", not at " + from);
      return;
    }
    settled = false;
    List<Event> events = page.events();
    if (!events.isEmpty() && events.get(0).seq() > transcript.seq() + 1) {
      skip(events.get(0).seq() - 1);
    }
    events.forEach(transcript::receive);
    tail = page.tail();
    if (transcript.seq() < tail && !events.isEmpty()) {
      readOn();
    } else {
      succeeded();
    }
  }

  /**
   * The log does not go on where the transcript ends. While a member comes or goes and parts of the
   * log are moved, who has just given one away may still answer for it: what is read once
   * everything has its place counts.
   */
  private void suspect(String what) {
    if (settled) {
      settled = false;
      log.warn("the log is another one: it {}", what);
      mailbox.then(source.renew(epoch), renewed -> startAnew(), this::failed);
    } else {
      mailbox.then(
          source.settle(),
          done -> {
            settled = true;
            readOn();
          },
          this::failed);
    }
  }

  private void startAnew() {
    log.warn("the transcript begins anew");
    open = false;
    open();
  }

  private void skip(long to) {
    long from = transcript.seq() + 1;
    log.warn("events {} to {} are no longer in the log", from, to);
    // Before the events behind it are passed on, which skip() may do.
    listener.skipped(from, to);
    transcript.skip(to);
  }

  private void open() {
    mailbox.then(
        source.open(),
        opening -> load(opening, Math.max(0, opening.tail() - memory), new ArrayList<>()),
        this::failed);
  }

  private void load(Opening opening, long from, List<Event> last) {
    if (from >= opening.tail()) {
      findPresent(opening, last);
      return;
    }
    mailbox.then(
        source.readAfter(from, TranscriptLog.MAX_PAGE),
        page -> {
          page.events().stream().filter(event -> event.seq() <= opening.tail()).forEach(last::add);
          boolean atEnd = page.events().isEmpty();
          load(opening, atEnd ? opening.tail() : last.get(last.size() - 1).seq(), last);
        },
        this::failed);
  }

  private void findPresent(Opening opening, List<Event> last) {
    if (opening.present().isPresent()) {
      opened(opening, last, opening.present().get());
    } else {
      mailbox.then(names.all(), claims -> opened(opening, last, joins(claims, last)), this::failed);
    }
  }

  private void opened(Opening opening, List<Event> last, Map<String, String> joins) {
    epoch = opening.epoch();
    tail = opening.tail();
    open = true;
    listener.opened(transcript.reset(last, opening.tail(), joins), opening.tail());
    log.info("the transcript is open: epoch {}, {} events", epoch, tail);
    readOn();
  }

  /** Who has a name is present, except who came or went later than the names were read. */
  private static Map<String, String> joins(Map<String, Claim> claims, List<Event> last) {
    Map<String, String> joins = new HashMap<>();
    claims.values().forEach(claim -> joins.put(claim.username(), claim.join()));
    for (Event event : last) {
      switch (event.kind()) {
        case JOINED -> joins.put(event.username(), event.join());
        case LEFT -> joins.remove(event.username(), event.join());
        case MESSAGE -> {}
      }
    }
    return joins;
  }
}
