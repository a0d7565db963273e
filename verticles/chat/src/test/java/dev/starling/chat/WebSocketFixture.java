package dev.starling.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.testing.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A chat on real sockets, with WebSocket clients and the frames between them. */
abstract class WebSocketFixture extends ChatFixture {
  /** A user who has read their own joined. */
  WebSocketClient welcomed(String username) throws Exception {
    WebSocketClient client = open();
    connect(client, username);
    next(client, "welcome");
    next(client, "joined");
    return client;
  }

  /** A client that has not said who it is. */
  WebSocketClient open() throws Exception {
    return new WebSocketClient(service.port("http"), "/chat", null);
  }

  static void connect(WebSocketClient client, String username) {
    client.send(new JsonObject().put("type", "connect").put("username", username).encode());
  }

  /** Goes on after an event as the session of a welcome. */
  static void resume(WebSocketClient client, String username, JsonObject welcome, long seq) {
    client.send(
        new JsonObject()
            .put("type", "connect")
            .put("username", username)
            .put(
                "resume",
                new JsonObject()
                    .put("session", welcome.getString("session"))
                    .put("epoch", welcome.getString("epoch"))
                    .put("seq", seq))
            .encode());
  }

  static void say(WebSocketClient client, String id, String text) {
    client.send(new JsonObject().put("type", "message").put("id", id).put("text", text).encode());
  }

  /** The next frame, which must be of this type. */
  static JsonObject next(WebSocketClient client, String type) throws InterruptedException {
    JsonObject frame = new JsonObject(client.next());
    assertThat(frame.getString("type")).as(frame.encode()).isEqualTo(type);
    return frame;
  }

  static void assertError(WebSocketClient client, String code, String id)
      throws InterruptedException {
    JsonObject error = next(client, "error");
    assertThat(error.getString("code")).isEqualTo(code);
    assertThat(error.getString("id")).isEqualTo(id);
    assertThat(error.getString("message")).isNotEmpty();
  }

  HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port("http") + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
