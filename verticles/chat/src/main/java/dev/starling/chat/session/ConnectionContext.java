package dev.starling.chat.session;

import dev.starling.chat.fanout.EventLoopFanout;
import dev.starling.chat.input.Credentials;
import dev.starling.chat.input.MessageRules;
import dev.starling.chat.input.RateLimits;
import dev.starling.chat.room.RoomHandle;
import dev.starling.chat.settings.ChatSettings;
import dev.starling.shared.contract.BearerTokens;
import dev.starling.shared.roster.LiveRoster;
import io.vertx.core.Vertx;
import java.util.Optional;

/** What the connections of one event loop share, whichever protocol they speak. */
public final class ConnectionContext {
  private final Vertx vertx;
  private final ChatSettings settings;
  private final LiveRoster roster;
  private final RoomHandle room;
  private final RateLimits rates;
  private final ConnectionTimeouts timeouts;
  private final MessageRules rules;
  private final Optional<BearerTokens> tokens;
  private final Credentials credentials;

  /** Creates it on its event loop. */
  public ConnectionContext(
      Vertx vertx, ChatSettings settings, LiveRoster roster, RoomHandle room, RateLimits rates) {
    this.vertx = vertx;
    this.settings = settings;
    this.roster = roster;
    this.room = room;
    this.rates = rates;
    this.timeouts =
        new ConnectionTimeouts(vertx, settings.connectTimeout(), settings.idleTimeout());
    this.rules = new MessageRules(settings);
    this.tokens = BearerTokens.of(vertx, settings.auth().jwt());
    this.credentials = new Credentials(tokens);
    room.onUnavailable(timeouts::closeConnected);
  }

  /** The room. */
  public RoomHandle room() {
    return room;
  }

  /** The subscribers of this event loop. */
  EventLoopFanout fanout() {
    return room.fanout();
  }

  ConnectionTimeouts timeouts() {
    return timeouts;
  }

  /** What a message may be. */
  public MessageRules rules() {
    return rules;
  }

  /** How a client proves who it is. */
  public Credentials credentials() {
    return credentials;
  }

  /** The tokens that readers of the transcript need, if any. */
  public Optional<BearerTokens> tokens() {
    return tokens;
  }

  RateLimits rates() {
    return rates;
  }

  /** What a user is told who said nothing for too long. */
  public String idleText() {
    return "nothing was sent for " + ConnectionTimeouts.inWords(settings.idleTimeout());
  }

  /** What a client is told that has not said in time who it is. */
  public String notConnectedText() {
    return "time is up: no CONNECT within " + ConnectionTimeouts.inWords(settings.connectTimeout());
  }

  long nanos() {
    return System.nanoTime();
  }

  /** Runs a step after what is being done. */
  void next(Runnable step) {
    vertx.getOrCreateContext().runOnContext(v -> step.run());
  }

  /** A user is in. */
  void arrived() {
    roster.arrive(total -> {});
  }

  /** A user who was in is gone. */
  void departed() {
    roster.depart();
  }
}
