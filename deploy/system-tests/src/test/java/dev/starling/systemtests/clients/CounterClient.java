package dev.starling.systemtests.clients;

import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.Recorder;
import dev.starling.systemtests.running.Address;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * What the counter's page is to a user, without a browser: it shows the newest number and, when it
 * loses its connection, comes back by itself, ever more slowly.
 *
 * <p>{@link #open()} and {@link #close()} belong on the event loop of its context; all that can be
 * read can be read from any thread.
 */
final class CounterClient {
  private static final long FIRST_WAIT = 50;
  private static final long LONGEST_WAIT = 1_000;
  private static final long HANDSHAKE = 5_000;

  private final Vertx vertx;
  private final WebSocketClient sockets;
  private final Address address;
  private final Random random;
  private final Events events;
  private final Recorder recorder;
  private final Set<Integer> closeCodes = new ConcurrentSkipListSet<>();

  private volatile boolean wanted;
  private volatile boolean idle = true;
  private volatile Integer shown;
  private volatile int losses;
  private ClientWebSocket socket;
  private long wait = FIRST_WAIT;
  private volatile boolean loyal = true;

  CounterClient(
      Vertx vertx,
      WebSocketClient sockets,
      Address address,
      Random random,
      Events events,
      Recorder recorder) {
    this.vertx = vertx;
    this.sockets = sockets;
    this.address = address;
    this.random = random;
    this.events = events;
    this.recorder = recorder;
  }

  /** Connects, and stays connected until {@link #close()}. */
  void open() {
    wanted = true;
    if (idle) {
      connect();
    }
  }

  /** Disconnects, and stays away until {@link #open()}. */
  void close() {
    wanted = false;
    if (socket != null) {
      recorder.saw(new Fact.Leaving());
      socket.close();
    }
  }

  /** Does not come back by itself any more. */
  void stayAwayWhenLost() {
    loyal = false;
  }

  /** Whether it comes back when it loses its connection. */
  boolean isLoyal() {
    return loyal;
  }

  /** Where it connects. */
  Address address() {
    return address;
  }

  /** Whether it was last told to be connected. */
  boolean isWanted() {
    return wanted;
  }

  /** Whether it is as it was told to be: connected and served, or away. */
  boolean isSettled() {
    return wanted ? shown != null : idle;
  }

  /** Whether it is connected and shows exactly this number. */
  boolean shows(int number) {
    Integer now = shown;
    return now != null && now == number;
  }

  /** What it shows; null while it is not connected. */
  Integer shown() {
    return shown;
  }

  /** How often it lost a connection that it wanted to keep. */
  int losses() {
    return losses;
  }

  /** The codes with which its connections were closed so far. */
  Set<Integer> closeCodes() {
    return closeCodes;
  }

  private void connect() {
    idle = false;
    recorder.saw(new Fact.Connecting(address.toString()));
    ClientWebSocket next = sockets.webSocket();
    next.textMessageHandler(this::show);
    WebSocketConnectOptions target =
        new WebSocketConnectOptions()
            .setHost(address.uriHost())
            .setPort(address.port())
            .setServer(SocketAddress.inetSocketAddress(address.port(), address.host()))
            .setURI("/counter")
            .setTimeout(HANDSHAKE);
    next.connect(target).onComplete(opened -> opened(next), this::failed);
  }

  private void failed(Throwable failure) {
    recorder.saw(new Fact.Failed(failure.toString()));
    comeBack();
  }

  private void opened(ClientWebSocket opened) {
    socket = opened;
    opened.closeHandler(closed -> lost(opened));
    if (!wanted) {
      recorder.saw(new Fact.Leaving());
      opened.close();
    }
  }

  private void show(String text) {
    Integer now = Integer.valueOf(text);
    recorder.saw(new Fact.Shown(now));
    shown = now;
    wait = FIRST_WAIT;
    events.happened();
  }

  private void lost(ClientWebSocket lost) {
    int code = lost.closeStatusCode() == null ? 0 : lost.closeStatusCode();
    recorder.saw(new Fact.Lost(code));
    if (code != 0) {
      closeCodes.add(code);
    }
    socket = null;
    shown = null;
    losses += wanted ? 1 : 0;
    wanted &= loyal;
    comeBack();
  }

  private void comeBack() {
    if (wanted) {
      // Spread out: those who lost their connection together do not all come back together.
      vertx.setTimer(wait + random.nextLong(wait), now -> reconnect());
      wait = Math.min(LONGEST_WAIT, 2 * wait);
    } else {
      idle = true;
    }
    events.happened();
  }

  private void reconnect() {
    if (wanted) {
      connect();
    } else {
      idle = true;
      events.happened();
    }
  }
}
