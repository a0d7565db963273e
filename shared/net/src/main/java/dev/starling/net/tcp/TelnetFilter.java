package dev.starling.net.tcp;

import io.vertx.core.buffer.Buffer;

/**
 * Takes the commands of telnet clients (RFC 854) out of a stream of bytes, and refuses each option
 * that they offer or ask for. A client that does not speak telnet notices nothing: the byte that
 * begins a command is none of UTF-8's.
 *
 * <p>{@code CR NUL}, which ends a line of some clients, becomes {@code CR LF}; any other NUL is no
 * operation and is dropped. Of carriage returns in a row one is left, so that a line which a
 * program ended with {@code CR LF} and a terminal with another CR ends once.
 *
 * <p>Keeps no more than where in a command it is. Belongs to one connection's event loop.
 */
public final class TelnetFilter {

  /** Receives what is found. */
  public interface Listener {
    /** Bytes of the user's, without commands; see {@link TelnetFilter}. */
    void data(Buffer data);

    /** Refusals of options, to be sent to the client. */
    void reply(Buffer refusals);

    /** A subnegotiation has not ended after {@link #MOST_PARAMETERS} bytes. Reported once. */
    void endless();
  }

  /** Bytes between {@code IAC SB} and {@code IAC SE}; real ones have well below a hundred. */
  public static final int MOST_PARAMETERS = 1_024;

  private static final byte NUL = 0;
  private static final byte LINE_FEED = '\n';
  private static final int RETURN = '\r';

  /** The lowest command: end of file (RFC 1184, section 2.4). */
  private static final int LOWEST = 236;

  private static final int SE = 240;
  private static final int SB = 250;
  private static final int WILL = 251;
  private static final int WONT = 252;
  private static final int DO = 253;
  private static final int DONT = 254;
  private static final int IAC = 255;

  private enum State {
    DATA,
    /** Behind IAC. */
    COMMAND,
    WILL,
    DO,
    /** Behind WONT or DONT: nothing is on that could be switched off, so nothing is answered. */
    OFF,
    PARAMETERS,
    /** Behind IAC among parameters. */
    PARAMETERS_COMMAND,
    ENDLESS
  }

  private final Listener listener;
  private State state = State.DATA;

  /** The last byte of data was a carriage return. */
  private boolean returned;

  private int parameters;

  /** Creates a filter at the beginning of a stream. */
  public TelnetFilter(Listener listener) {
    this.listener = listener;
  }

  /** Takes the next bytes; the listener has what is in them before this returns. */
  public void feed(Buffer bytes) {
    if (isPlain(bytes)) {
      listener.data(bytes);
      return;
    }
    Buffer data = Buffer.buffer(bytes.length());
    Buffer replies = Buffer.buffer();
    for (int i = 0; i < bytes.length() && state != State.ENDLESS; i++) {
      step(bytes.getUnsignedByte(i), data, replies);
    }
    if (replies.length() > 0) {
      listener.reply(replies);
    }
    if (data.length() > 0) {
      listener.data(data);
    }
  }

  /** Nearly all input is: it is handed on as it came. */
  private boolean isPlain(Buffer bytes) {
    if (state != State.DATA || returned) {
      return false;
    }
    byte previous = NUL;
    for (int i = 0; i < bytes.length(); i++) {
      byte b = bytes.getByte(i);
      if (b == (byte) IAC || b == NUL || b == RETURN && previous == RETURN) {
        return false;
      }
      previous = b;
    }
    returned = previous == RETURN;
    return true;
  }

  private void step(int b, Buffer data, Buffer replies) {
    switch (state) {
      case DATA -> data(b, data);
      case COMMAND -> command(b, data);
      case WILL -> refuse(DONT, b, replies);
      case DO -> refuse(WONT, b, replies);
      case OFF -> state = State.DATA;
      case PARAMETERS, PARAMETERS_COMMAND -> parameter(b);
      case ENDLESS -> {}
    }
  }

  private void data(int b, Buffer data) {
    if (b == IAC) {
      state = State.COMMAND;
    } else {
      text(b, data);
    }
  }

  private void text(int b, Buffer data) {
    if (b == NUL && returned) {
      data.appendByte(LINE_FEED);
    } else if (b != NUL && (b != RETURN || !returned)) {
      data.appendByte((byte) b);
    }
    returned = b == RETURN;
  }

  private void command(int b, Buffer data) {
    state =
        switch (b) {
          case WILL -> State.WILL;
          case DO -> State.DO;
          case WONT, DONT -> State.OFF;
          case SB -> {
            parameters = 0;
            yield State.PARAMETERS;
          }
          default -> State.DATA;
        };
    if (b == IAC || b < LOWEST) {
      // A byte of data that looks like IAC; or the command came as urgent data, outside of these.
      text(b, data);
    }
  }

  private void refuse(int command, int option, Buffer replies) {
    replies.appendByte((byte) IAC).appendByte((byte) command).appendByte((byte) option);
    state = State.DATA;
  }

  private void parameter(int b) {
    if (state == State.PARAMETERS_COMMAND && b == SE) {
      state = State.DATA;
    } else if (++parameters > MOST_PARAMETERS) {
      state = State.ENDLESS;
      listener.endless();
    } else {
      state = state == State.PARAMETERS && b == IAC ? State.PARAMETERS_COMMAND : State.PARAMETERS;
    }
  }
}
