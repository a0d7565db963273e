package dev.starling.chat.web;

import dev.starling.chat.input.Rejection;
import dev.starling.chat.room.RoomAccess;
import dev.starling.chat.session.Speech;
import dev.starling.net.websocket.WebSocketConnection;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a client asks over its WebSocket, one question at a time: earlier events, who is there. Each
 * counts as a message of the user. Belongs to the connection's event loop.
 */
final class FrameQueries {
  /** Bytes of events in an answer, which takes its place in the connection's outbox. */
  private static final long MOST_BYTES = 65_536;

  private static final Rejection ONE_AT_A_TIME =
      new Rejection(Rejection.Code.RATE_LIMITED, "another question is being answered; try again");

  private final WebSocketConnection connection;
  private final RoomAccess room;
  private final Speech speech;
  private boolean asking;

  FrameQueries(WebSocketConnection connection, RoomAccess room, Speech speech) {
    this.connection = connection;
    this.room = room;
    this.speech = speech;
  }

  /** Answers with events; to be called when joined. */
  void ask(Request.History question) {
    answer(
        question.id(),
        () ->
            room.before(question.before(), question.limit(), MOST_BYTES)
                .map(excerpt -> Frames.history(question.id(), excerpt)));
  }

  /** Answers with names; to be called when joined. */
  void ask(Request.Presence question) {
    answer(question.id(), () -> room.usernames().map(names -> presence(question, names)));
  }

  private static Buffer presence(Request.Presence question, List<String> sorted) {
    List<String> following =
        sorted.stream()
            .filter(name -> name.compareTo(question.after()) > 0)
            .limit(question.limit() + 1L)
            .toList();
    boolean more = following.size() > question.limit();
    List<String> names = more ? following.subList(0, question.limit()) : following;
    return Frames.presence(question.id(), sorted.size(), names, more);
  }

  private void answer(String id, Supplier<Future<Buffer>> question) {
    if (asking) {
      speech.reject(id, ONE_AT_A_TIME);
    } else if (speech.admits(id)) {
      asking = true;
      question
          .get()
          .onComplete(done -> asking = false)
          .onSuccess(connection::send)
          .onFailure(failure -> speech.reject(id, Rejection.notAccepted(failure.getMessage())));
    }
  }
}
