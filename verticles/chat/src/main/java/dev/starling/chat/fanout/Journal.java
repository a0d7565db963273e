package dev.starling.chat.fanout;

import dev.starling.chat.event.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * The newest part of a room's transcript in memory: a linked list that one thread, the room's,
 * appends to and cuts off, and any thread reads. The links are volatile, all else in an entry is
 * immutable. What is cut off can be collected however far behind a reader is, since its link is
 * gone, too.
 */
public final class Journal {
  /** A place in the journal: after its entry, before the next. */
  public static final class Node {
    // Of what is between the place before and this one, what is behind an event.
    private final ObjLongConsumer<Subscriber> entry;
    private final Batch batch;
    private final String epoch;
    private final long seq;
    private final OptionalLong chain;
    private volatile Node next;

    private Node(
        ObjLongConsumer<Subscriber> entry,
        Batch batch,
        String epoch,
        long seq,
        OptionalLong chain) {
      this.entry = entry;
      this.batch = batch;
      this.epoch = epoch;
      this.seq = seq;
      this.chain = chain;
    }

    /** The transcript's epoch here. */
    public String epoch() {
      return epoch;
    }

    /** Number of the last event up to here. */
    public long seq() {
      return seq;
    }

    /** The next place; null at the end, {@link #CUT} when it is no longer kept. */
    Node next() {
      return next;
    }

    /** Events between the place before and this one. */
    int events() {
      return batch == null ? 0 : batch.events().size();
    }

    /**
     * This entry; if it is a batch of events, together with those that follow it already, as far as
     * they make a page.
     *
     * @param until the last place to take in
     */
    Piece piece(Node until) {
      List<EncodedEvent> together = batch == null ? List.of() : batch.events();
      int length = batch == null ? 0 : batch.length();
      Node last = this;
      while (batch != null && last != until) {
        Node following = last.next;
        if (following == null
            || following.batch == null
            || !Batch.fits(
                together.size() + following.events(), length + following.batch.length())) {
          break;
        }
        together = last == this ? new ArrayList<>(together) : together;
        together.addAll(following.batch.events());
        length += following.batch.length();
        last = following;
      }
      if (last == this) {
        return new Piece(this::tell, this, together.size());
      }
      Batch all = new Batch(together);
      return new Piece(subscriber -> subscriber.deliver(all), last, together.size());
    }

    /** Tells a subscriber what is between the place before and this one. */
    void tell(Subscriber subscriber) {
      entry.accept(subscriber, NOTHING);
    }

    /** The same, without the events up to one that the subscriber has. */
    void tell(Subscriber subscriber, long after) {
      entry.accept(subscriber, after);
    }
  }

  /**
   * Consecutive entries that subscribers get in one call.
   *
   * @param last the place behind it
   * @param events how many it has
   */
  record Piece(Consumer<Subscriber> news, Node last, int events) {}

  /** The number before the first event. */
  private static final long NOTHING = 0;

  /** Stands for what is no longer kept. */
  static final Node CUT = nothing("", 0, OptionalLong.empty());

  private final int mostEvents;
  private final long mostBytes;

  // The room's thread.
  private final Deque<Node> nodes = new ArrayDeque<>();
  private int events;
  private long bytes;

  private volatile Node end;

  /**
   * Creates an empty journal.
   *
   * @param mostEvents events that are kept
   * @param mostBytes of memory that they may take, about
   */
  public Journal(int mostEvents, long mostBytes) {
    this.mostEvents = mostEvents;
    this.mostBytes = mostBytes;
    link(nothing("", 0, OptionalLong.empty()));
  }

  /** Begins at a place. On the room's thread. */
  public void open(Position tail) {
    cut(Integer.MAX_VALUE);
    link(nothing(tail.epoch(), tail.seq(), OptionalLong.of(tail.chain())));
  }

  /** Appends events, page by page. On the room's thread. */
  public void append(Batch batch) {
    for (Batch page : batch.pages()) {
      events += page.events().size();
      for (EncodedEvent event : page.events()) {
        bytes += event.weight();
      }
      OptionalLong chain = OptionalLong.of(page.events().get(page.events().size() - 1).chain());
      link(new Node(page::deliver, page, end.epoch, page.last(), chain));
    }
    while (nodes.size() > 1 && (events > mostEvents || bytes > mostBytes)) {
      cut(1);
    }
  }

  /** Appends that events are missing. On the room's thread. */
  public void appendGap(long from, long to) {
    link(
        new Node(
            (subscriber, after) -> {
              if (after < to) {
                subscriber.gap(Math.max(from, after + 1), to);
              }
            },
            null,
            end.epoch,
            to,
            OptionalLong.empty()));
  }

  /** Begins another epoch, of which nothing is kept yet. On the room's thread. */
  public void appendRestart(String epoch, long seq) {
    // Earlier entries have numbers of another transcript.
    cut(Integer.MAX_VALUE);
    link(
        new Node(
            (subscriber, after) -> subscriber.restarted(epoch, seq),
            null,
            epoch,
            seq,
            OptionalLong.empty()));
  }

  /** The first place that is kept. On the room's thread. */
  public Node oldest() {
    return nodes.getFirst();
  }

  /** The end as of now. On any thread. */
  Node end() {
    return end;
  }

  /**
   * The last place that has no event after one.
   *
   * @param chain of the event; empty when it is not known
   * @return null when what follows that event is not kept, or follows another one. On the room's
   *     thread.
   */
  public Node find(long seq, OptionalLong chain) {
    if (oldest().seq > seq) {
      // Not by looking at all of them: it is asked for each page of a replay.
      return null;
    }
    Iterator<Node> newestFirst = nodes.descendingIterator();
    Node after = null;
    while (newestFirst.hasNext()) {
      Node found = newestFirst.next();
      if (found.seq <= seq) {
        boolean differs = chain.isPresent() && isOther(found, after, seq, chain.getAsLong());
        return differs ? null : found;
      }
      after = found;
    }
    return null;
  }

  /**
   * Whether the event with this number, the last one before a place or one before the next place,
   * is not known to have this chain.
   */
  private static boolean isOther(Node found, Node after, long seq, long chain) {
    if (found.seq == seq) {
      return found.chain.isEmpty() || found.chain.getAsLong() != chain;
    }
    Batch batch = after == null ? null : after.batch;
    return batch == null
        || seq < batch.first()
        || seq > batch.last()
        || batch.events().get((int) (seq - batch.first())).chain() != chain;
  }

  private static Node nothing(String epoch, long seq, OptionalLong chain) {
    return new Node((subscriber, after) -> {}, null, epoch, seq, chain);
  }

  private void link(Node node) {
    Node last = end;
    nodes.addLast(node);
    end = node;
    if (last != null) {
      last.next = node;
    }
  }

  private void cut(int count) {
    for (int i = 0; i < count && !nodes.isEmpty(); i++) {
      Node gone = nodes.removeFirst();
      if (gone.batch != null) {
        events -= gone.batch.events().size();
        for (EncodedEvent event : gone.batch.events()) {
          bytes -= event.weight();
        }
      }
      gone.next = gone == end ? null : CUT;
    }
  }
}
