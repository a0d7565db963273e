package dev.starling.systemtests.clients;

import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.Recorder;
import dev.starling.systemtests.running.Address;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Somebody at a terminal: comes back when the connection is lost, and then knows nothing of what
 * was said meanwhile, nor of what became of the own last lines.
 *
 * <p>What changes it belongs on the event loop, what asks can come from any thread.
 */
public final class ChatTerminal implements ChatUser {
  private static final String GAP = "the transcript began anew, events may be missing";

  private final ChatFleet.Surroundings around;
  private final List<Address> addresses;
  private final String username;
  private final Recorder recorder;
  private final Returning returning;
  private final Set<String> told = new ConcurrentSkipListSet<>();
  private final Set<String> marks = new ConcurrentSkipListSet<>();

  /** Guarded by itself. */
  private final Set<String> unheard = new LinkedHashSet<>();

  private NetSocket socket;
  private int attempts;
  private volatile boolean here;
  private volatile String last = "";

  ChatTerminal(ChatFleet.Surroundings around, List<Address> addresses, String username) {
    this.around = around;
    this.addresses = List.copyOf(addresses);
    this.username = username;
    this.recorder = around.history().of(username);
    this.returning = new Returning(around.vertx(), around.random(), this::open);
  }

  @Override
  public String username() {
    return username;
  }

  @Override
  public void open() {
    Address address = addresses.get(attempts++ % addresses.size());
    recorder.saw(new Fact.Connecting(address.toString()));
    around
        .terminals()
        .connect(address.port(), address.host())
        .onComplete(this::opened, this::failed);
  }

  private void opened(NetSocket opened) {
    socket = opened;
    opened.handler(RecordParser.newDelimited("\n", line -> read(line.toString())));
    opened.exceptionHandler(failure -> opened.close());
    opened.closeHandler(v -> lost());
    opened.write("CONNECT " + username + "\n");
  }

  private void failed(Throwable failure) {
    recorder.saw(new Fact.Failed(failure.toString()));
    returning.comeBack();
    around.events().happened();
  }

  private void read(String line) {
    last = line;
    if (line.startsWith("ERROR ")) {
      refused(line);
    } else if (here) {
      heard(line);
    } else {
      here = true;
      returning.isBack();
      recorder.saw(new Fact.Welcomed("", "", 0));
    }
    around.events().happened();
  }

  private void refused(String line) {
    told.add(line);
    recorder.saw(here && line.endsWith(GAP) ? new Fact.Renewed("", 0) : new Fact.Refused(line, ""));
    // It does not say which line it is about.
    forgetUnheard();
  }

  private void heard(String line) {
    recorder.saw(new Fact.Line(line));
    String text = line.substring(line.indexOf(": ") + 1).strip();
    if (ChatFleet.isMark(text)) {
      marks.add(text);
    }
    if (line.startsWith(username + ": ")) {
      synchronized (unheard) {
        unheard.remove(line.substring(username.length() + 2));
      }
    }
  }

  private void lost() {
    recorder.saw(new Fact.Lost(0));
    here = false;
    // Without ids nobody can know.
    forgetUnheard();
    socket = null;
    returning.comeBack();
    around.events().happened();
  }

  private void forgetUnheard() {
    synchronized (unheard) {
      unheard.clear();
    }
  }

  @Override
  public void stayAwayWhenLost() {
    returning.stayAway();
  }

  @Override
  public void close() {
    returning.stayAway();
    if (socket != null) {
      recorder.saw(new Fact.Leaving());
      socket.close();
    }
  }

  @Override
  public void say(String text) {
    if (here && socket != null) {
      synchronized (unheard) {
        unheard.add(text);
      }
      recorder.saw(new Fact.Sent("", text));
      socket.write(text + "\n");
    }
  }

  @Override
  public void tryAgain() {
    // What was refused is lost: nobody knows which line that was.
  }

  @Override
  public boolean isHere() {
    return here;
  }

  @Override
  public int unacknowledged() {
    synchronized (unheard) {
      return unheard.size();
    }
  }

  @Override
  public boolean wasTold(String code) {
    return told.contains(code);
  }

  @Override
  public boolean hasRead(String mark) {
    return marks.contains(mark);
  }

  @Override
  public String state() {
    return "%s is %s, has not heard %d of the own lines, has read last '%s', was told %s"
        .formatted(username, here ? "here" : "away", unacknowledged(), last, told);
  }
}
