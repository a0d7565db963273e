package dev.starling.chat;

import dev.starling.chat.input.Credentials;
import dev.starling.chat.input.MessageRules;
import dev.starling.chat.input.RateLimits;
import dev.starling.chat.room.Audience;
import dev.starling.chat.room.Room;
import dev.starling.chat.room.Seat;
import dev.starling.shared.contract.BearerTokens;
import dev.starling.shared.roster.LiveRoster;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One event loop's way into the room: what every connection needs there, whichever protocol it
 * speaks.
 */
public final class Door {
  private final Vertx vertx;
  private final ChatSettings settings;
  private final LiveRoster roster;
  private final Room room;
  private final RateLimits rates;
  private final Audience audience;
  private final Watch watch;
  private final MessageRules rules;
  private final Optional<BearerTokens> tokens;
  private final Credentials credentials;

  // Users who are to leave at the end of the drain; null before it.
  private List<Seat> held;

  /** Opens it on its event loop. */
  Door(Vertx vertx, ChatSettings settings, LiveRoster roster, Room room, RateLimits rates) {
    this.vertx = vertx;
    this.settings = settings;
    this.roster = roster;
    this.room = room;
    this.rates = rates;
    this.audience = room.audience();
    this.watch = new Watch(vertx, settings.connectTimeout(), settings.idleTimeout());
    this.rules = new MessageRules(settings);
    this.tokens = BearerTokens.of(vertx, settings.auth().jwt());
    this.credentials = new Credentials(tokens);
  }

  public Room room() {
    return room;
  }

  /** The guests of this event loop. */
  public Audience audience() {
    return audience;
  }

  public Watch watch() {
    return watch;
  }

  public MessageRules rules() {
    return rules;
  }

  /** How a client proves who it is. */
  public Credentials credentials() {
    return credentials;
  }

  /** What readers of the transcript need, if anything. */
  public Optional<BearerTokens> tokens() {
    return tokens;
  }

  /** How fast users may send. */
  public RateLimits rates() {
    return rates;
  }

  /** What a user is told who said nothing for too long. */
  public String idleText() {
    return "nothing was sent for " + Watch.inWords(settings.idleTimeout());
  }

  /** What a user is told who has not said in time who it is. */
  public String notConnectedText() {
    return "time is up: no CONNECT within " + Watch.inWords(settings.connectTimeout());
  }

  /** Has something done after what is being done. */
  public void next(Runnable step) {
    vertx.getOrCreateContext().runOnContext(v -> step.run());
  }

  /**
   * The service drains: from now on a user whose WebSocket is closed does not leave yet, for its
   * client may go on with the session at another instance. Nor is it said to those whose WebSockets
   * are still open, one after the other: with {@code n} of them that were {@code n * n / 2} frames.
   */
  void drain() {
    held = new ArrayList<>();
  }

  /** All connections are closed: who has not gone on elsewhere leaves now. */
  void drained() {
    held.forEach(room::leave);
    held = null;
  }

  /** A user's WebSocket is closed. */
  public void closed(Seat seat) {
    if (held == null) {
      room.leave(seat);
    } else {
      held.add(seat);
    }
  }

  /** A user is in. */
  public void arrived() {
    roster.arrive(total -> {});
  }

  /** A user who was in is gone. */
  public void departed() {
    roster.depart();
  }
}
