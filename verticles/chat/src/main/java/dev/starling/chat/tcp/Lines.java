package dev.starling.chat.tcp;

import dev.starling.chat.event.Event;
import dev.starling.chat.input.Rejection;
import io.vertx.core.buffer.Buffer;

/** The line protocol: what is written to terminals. */
public final class Lines {
  private static final Rejection EXPECTED_CONNECT =
      new Rejection(Rejection.Code.EXPECTED_CONNECT, "expected CONNECT <username>");

  private static final Rejection EXPECTED_TOKEN =
      new Rejection(Rejection.Code.EXPECTED_CONNECT, "expected CONNECT <username> <token>");

  private Lines() {}

  /** Why a first line is none. */
  static Rejection expected(boolean withToken) {
    return withToken ? EXPECTED_TOKEN : EXPECTED_CONNECT;
  }

  static Buffer welcome(int online) {
    return line("Welcome! " + online + " user(s) are online!");
  }

  static Buffer error(Rejection why) {
    return error(why.message());
  }

  static Buffer error(String message) {
    return line("ERROR " + message);
  }

  /** An event as everyone reads it. */
  public static Buffer event(Event event) {
    return line(
        switch (event.kind()) {
          case JOINED -> event.username() + " connected!";
          case MESSAGE -> event.username() + ": " + event.text();
          case LEFT -> event.username() + " has left the chat";
        });
  }

  private static Buffer line(String text) {
    return Buffer.buffer(text + "\n");
  }
}
