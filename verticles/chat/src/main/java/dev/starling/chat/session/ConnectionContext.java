package dev.starling.chat.session;

import dev.starling.chat.input.Credentials;
import dev.starling.chat.input.MessageRules;
import dev.starling.chat.input.RateLimits;
import dev.starling.chat.replication.Loop;
import dev.starling.chat.room.RoomAccess;
import dev.starling.chat.settings.ChatSettings;

/** Room, rules, limits and timeouts that the connections of one event loop share. */
public final class ConnectionContext {
  /** Counts users who are welcomed, and gone. */
  public interface Attendance {
    /** A user is in. */
    void arrived();

    /** A user who was in is gone. */
    void departed();
  }

  private final Loop loop;
  private final ChatSettings settings;
  private final RoomAccess room;
  private final RateLimits rates;
  private final Attendance attendance;
  private final ConnectionTimeouts timeouts;
  private final MessageRules rules;
  private final Credentials credentials;

  /**
   * Creates it.
   *
   * @param loop the event loop
   */
  public ConnectionContext(
      Loop loop,
      ChatSettings settings,
      RoomAccess room,
      RateLimits rates,
      Credentials credentials,
      Attendance attendance) {
    this.loop = loop;
    this.settings = settings;
    this.room = room;
    this.rates = rates;
    this.credentials = credentials;
    this.attendance = attendance;
    this.timeouts = new ConnectionTimeouts(loop, settings.connectTimeout(), settings.idleTimeout());
    this.rules = new MessageRules(settings);
    room.onUnavailable(timeouts::closeConnected);
  }

  /** The room as this event loop uses it. */
  public RoomAccess room() {
    return room;
  }

  ConnectionTimeouts timeouts() {
    return timeouts;
  }

  /** Limits of a message. */
  public MessageRules rules() {
    return rules;
  }

  /** How a client proves who it is. */
  public Credentials credentials() {
    return credentials;
  }

  RateLimits rates() {
    return rates;
  }

  /** Error text for a user who was idle for too long. */
  public String idleText() {
    return "nothing was sent for " + ConnectionTimeouts.inWords(settings.idleTimeout());
  }

  /** Error text for a client that did not connect in time. */
  public String notConnectedText() {
    return "time is up: no CONNECT within " + ConnectionTimeouts.inWords(settings.connectTimeout());
  }

  Attendance attendance() {
    return attendance;
  }

  long nanos() {
    return loop.nanos();
  }

  /** Runs a step after what is being done. */
  void next(Runnable step) {
    loop.post(step);
  }
}
