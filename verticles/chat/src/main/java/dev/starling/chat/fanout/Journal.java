package dev.starling.chat.fanout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The newest part of a room's transcript in memory: a linked list that one thread, the room's,
 * appends to and cuts off, and any thread reads. The links are volatile, all else in an entry is
 * immutable. What is cut off can be collected however far behind a reader is, since its link is
 * gone, too.
 */
public final class Journal {
  /** A place in the journal: after its entry, before the next. */
  public static final class Node {
    private final Consumer<Subscriber> entry;
    private final Batch batch;
    private final String epoch;
    private final long seq;
    private volatile Node next;

    private Node(Consumer<Subscriber> entry, Batch batch, String epoch, long seq) {
      this.entry = entry;
      this.batch = batch;
      this.epoch = epoch;
      this.seq = seq;
    }

    /** The transcript's epoch here. */
    String epoch() {
      return epoch;
    }

    /** Number of the last event up to here. */
    long seq() {
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
        return new Piece(entry, this, together.size());
      }
      Batch all = new Batch(together);
      return new Piece(subscriber -> subscriber.deliver(all), last, together.size());
    }

    /** Tells a subscriber what is between the place before and this one. */
    void tell(Subscriber subscriber) {
      entry.accept(subscriber);
    }

    /** The same, without the events up to one that the subscriber has. */
    void tell(Subscriber subscriber, long after) {
      if (batch == null || after < batch.first()) {
        entry.accept(subscriber);
      } else if (after < batch.last()) {
        subscriber.deliver(batch.after(after));
      }
    }
  }

  /**
   * What subscribers are told at once.
   *
   * @param last the place behind it
   * @param events how many it has
   */
  record Piece(Consumer<Subscriber> news, Node last, int events) {}

  /** Stands for what is no longer kept. */
  static final Node CUT = new Node(subscriber -> {}, null, "", 0);

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
    link(new Node(subscriber -> {}, null, "", 0));
  }

  /** Begins after an event. On the room's thread. */
  public void open(String epoch, long seq) {
    cut(Integer.MAX_VALUE);
    link(new Node(subscriber -> {}, null, epoch, seq));
  }

  /** Appends events, page by page. On the room's thread. */
  public void append(Batch batch) {
    for (Batch page : batch.pages()) {
      events += page.events().size();
      for (EncodedEvent event : page.events()) {
        bytes += event.weight();
      }
      link(new Node(subscriber -> subscriber.deliver(page), page, end.epoch, page.last()));
    }
    while (nodes.size() > 1 && (events > mostEvents || bytes > mostBytes)) {
      cut(1);
    }
  }

  /** Appends that events are missing. On the room's thread. */
  public void appendGap(long from, long to) {
    link(new Node(subscriber -> subscriber.gap(from, to), null, end.epoch, to));
  }

  /** Begins another epoch, of which nothing is kept yet. On the room's thread. */
  public void appendRestart(String epoch, long seq) {
    // What came before has numbers of another transcript.
    cut(Integer.MAX_VALUE);
    link(new Node(subscriber -> subscriber.restarted(epoch, seq), null, epoch, seq));
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
   * Whether the event with this number, in one of two neighbours, is known to have another chain.
   */
  private static boolean isOther(Node found, Node after, long seq, long chain) {
    Batch batch = found.seq == seq || after == null ? found.batch : after.batch;
    if (batch == null || seq < batch.first() || seq > batch.last()) {
      return true;
    }
    return batch.events().get((int) (seq - batch.first())).chain() != chain;
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
