package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Address;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Somebody at a terminal: comes back when the connection is lost, and then knows nothing of what
 * was said meanwhile, nor of what became of the own last lines. Keeps all lines of each visit.
 *
 * <p>What changes it belongs on the event loop, what asks can come from any thread.
 */
public final class ChatTerminal implements ChatUser {
  private static final long FIRST_WAIT = 50;
  private static final long LONGEST_WAIT = 500;

  private static final String GAP = "the transcript began anew, events may be missing";

  private final Vertx vertx;
  private final NetClient sockets;
  private final List<Address> addresses;
  private final String username;
  private final Random random;
  private final Events events;

  private NetSocket socket;
  private boolean loyal = true;
  private int attempts;
  private long wait = FIRST_WAIT;

  // Guarded by this.
  private final Set<String> unheard = new LinkedHashSet<>();
  private final List<Visit> visits = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final Set<String> marks = new HashSet<>();
  private boolean here;

  /** The lines of one connection, in a new part for each new epoch. */
  private static final class Visit {
    private final List<List<String>> parts = new ArrayList<>();

    Visit() {
      interrupt();
    }

    void interrupt() {
      parts.add(new ArrayList<>());
    }

    List<String> last() {
      return parts.get(parts.size() - 1);
    }

    List<String> lines() {
      return parts.stream().flatMap(List::stream).toList();
    }
  }

  ChatTerminal(
      Vertx vertx,
      NetClient sockets,
      List<Address> addresses,
      String username,
      Random random,
      Events events) {
    this.vertx = vertx;
    this.sockets = sockets;
    this.addresses = List.copyOf(addresses);
    this.username = username;
    this.random = random;
    this.events = events;
  }

  @Override
  public String username() {
    return username;
  }

  @Override
  public void open() {
    Address address = addresses.get(attempts++ % addresses.size());
    sockets.connect(address.port(), address.host()).onComplete(this::opened, failure -> comeBack());
  }

  private void opened(NetSocket opened) {
    socket = opened;
    opened.handler(RecordParser.newDelimited("\n", line -> read(line.toString())));
    opened.exceptionHandler(failure -> opened.close());
    opened.closeHandler(v -> lost());
    opened.write("CONNECT " + username + "\n");
  }

  private synchronized void read(String line) {
    if (line.startsWith("ERROR ")) {
      errors.add(line);
      // It does not say which line it is about.
      unheard.clear();
      if (here && line.endsWith(GAP)) {
        visits.get(visits.size() - 1).interrupt();
      }
    } else if (here) {
      visits.get(visits.size() - 1).last().add(line);
      String text = line.substring(line.indexOf(": ") + 1).strip();
      if (ChatFleet.isMark(text)) {
        marks.add(text);
      }
      if (line.startsWith(username + ": ")) {
        unheard.remove(line.substring(username.length() + 2));
      }
    } else {
      here = true;
      wait = FIRST_WAIT;
      visits.add(new Visit());
    }
    events.happened();
  }

  private void lost() {
    synchronized (this) {
      here = false;
      // Without ids nobody can know.
      unheard.clear();
    }
    socket = null;
    comeBack();
  }

  private void comeBack() {
    events.happened();
    if (loyal) {
      vertx.setTimer(wait + random.nextLong(wait), now -> reopen());
      wait = Math.min(LONGEST_WAIT, 2 * wait);
    }
  }

  private void reopen() {
    if (loyal) {
      open();
    }
  }

  @Override
  public void stayAwayWhenLost() {
    loyal = false;
  }

  @Override
  public void close() {
    loyal = false;
    if (socket != null) {
      socket.close();
    }
  }

  @Override
  public synchronized void say(String text) {
    if (here && socket != null) {
      unheard.add(text);
      socket.write(text + "\n");
    }
  }

  @Override
  public void tryAgain() {
    // What was refused is lost: nobody knows which line that was.
  }

  @Override
  public synchronized boolean isHere() {
    return here;
  }

  @Override
  public synchronized int unacknowledged() {
    return unheard.size();
  }

  /** Lines that told of errors. */
  public synchronized List<String> errors() {
    return List.copyOf(errors);
  }

  @Override
  public synchronized List<String> lines() {
    return visits.isEmpty() ? List.of() : visits.get(visits.size() - 1).lines();
  }

  @Override
  public synchronized boolean hasRead(String mark) {
    return marks.contains(mark);
  }

  @Override
  public synchronized List<String> faults(ChatTranscript all) {
    List<String> found = new ArrayList<>();
    for (Visit visit : visits) {
      all.fault(visit.last()).ifPresent(fault -> found.add(username + ": " + fault));
    }
    return found;
  }

  @Override
  public synchronized String state() {
    List<String> lines = lines();
    return username
        + (here ? " is here" : " is away")
        + ", unheard "
        + unheard.size()
        + ", visits "
        + visits.size()
        + ", last line "
        + (lines.isEmpty() ? "none" : lines.get(lines.size() - 1))
        + ", errors "
        + errors.subList(Math.max(0, errors.size() - 3), errors.size());
  }
}
