package dev.starling.systemtests.clients;

import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import dev.starling.systemtests.history.Recorder;
import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Machine;
import dev.starling.testing.Interrupted;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Somebody who looks at a chat over HTTP, without being in it. */
public final class ChatReader {
  private static final Duration PATIENCE = Machine.allow(Duration.ofSeconds(15));
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final int PAGE = 1_000;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final Address address;

  public ChatReader(Address address) {
    this.address = address;
  }

  /**
   * Reads the transcript from one event to another, and has it taken down under the address as if a
   * user had read it.
   */
  public void read(History history, long after, long upTo) {
    Recorder recorder = history.of("reader at " + address);
    long last = after;
    boolean first = true;
    while (last < upTo) {
      JsonObject page = get("/chat/messages?limit=" + PAGE + "&after=" + last);
      if (first) {
        recorder.saw(new Fact.Welcomed("over HTTP", page.getString("epoch"), after));
        first = false;
      }
      JsonArray found = page.getJsonArray("events");
      if (found.isEmpty()) {
        throw new AssertionError(address + " ends at " + last + ", before " + upTo);
      }
      for (int i = 0; i < found.size() && last < upTo; i++) {
        JsonObject event = found.getJsonObject(i);
        last = event.getLong("seq");
        recorder.saw(
            new Fact.Received(
                last,
                event.getString("type"),
                event.getString("username"),
                event.getString("text", "")));
      }
    }
    recorder.saw(new Fact.Leaving());
    recorder.saw(new Fact.Lost(0));
  }

  /** Returns once the instance tells that exactly these are there. */
  public void awaitUsers(Collection<? extends ChatUser> users, Duration atMost) {
    List<String> names = users.stream().map(ChatUser::username).sorted().toList();
    long deadline = System.nanoTime() + atMost.toNanos();
    List<String> there = users();
    while (!there.equals(names)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("at " + address + " are " + there + " instead of " + names);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      there = users();
    }
  }

  private List<String> users() {
    return get("/chat/users").getJsonArray("users").stream().map(Object::toString).toList();
  }

  private JsonObject get(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return new JsonObject(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Interrupted.whileWaiting(e);
    }
  }
}
