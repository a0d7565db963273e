package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Interrupted;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The whole transcript, as an instance tells it over HTTP. */
public final class ChatTranscript {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private static final Duration COMING_TO_REST = Duration.ofSeconds(20);
  private static final Duration REST = Duration.ofSeconds(3);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final int PAGE = 1_000;

  private final String epoch;
  private final List<ChatEvent> ordered;
  private final Set<ChatEvent> events;
  private final List<String> lines;
  private final Map<String, Integer> lineNumbers = new HashMap<>();

  private ChatTranscript(String epoch, List<ChatEvent> events) {
    this.epoch = epoch;
    this.ordered = List.copyOf(events);
    this.events = new HashSet<>(events);
    this.lines = events.stream().map(ChatEvent::line).toList();
    for (int i = 0; i < ordered.size(); i++) {
      if (ordered.get(i).isMessage()) {
        lineNumbers.put(lines.get(i), i);
      }
    }
  }

  /** Asks an instance for all of it. */
  public static ChatTranscript of(Address address) {
    List<ChatEvent> events = new ArrayList<>();
    String epoch = null;
    long after = 0;
    while (true) {
      JsonObject page = get(address, "/chat/messages?limit=" + PAGE + "&after=" + after);
      epoch = epoch == null ? page.getString("epoch") : epoch;
      if (!epoch.equals(page.getString("epoch"))) {
        throw new AssertionError("the epoch changed between two pages, at " + after);
      }
      JsonArray found = page.getJsonArray("events");
      if (found.isEmpty()) {
        return new ChatTranscript(epoch, events);
      }
      for (int i = 0; i < found.size(); i++) {
        events.add(ChatEvent.of(found.getJsonObject(i)));
      }
      after = events.get(events.size() - 1).seq();
    }
  }

  /**
   * Asks several instances once the transcript is at rest: an instance whose event bus lost the
   * last message finds it within a second, and after a fault users may still be leaving and
   * joining.
   *
   * @return what all of them tell
   * @throws AssertionError when one tells something else
   */
  public static ChatTranscript sameEverywhere(List<Address> addresses) {
    awaitRest(addresses);
    ChatTranscript first = of(addresses.get(0));
    for (Address address : addresses) {
      ChatTranscript there = of(address);
      Optional<String> difference =
          there.epoch.equals(first.epoch)
              ? difference(first.ordered, there.ordered)
              : Optional.of("its epoch is " + there.epoch + " instead of " + first.epoch);
      if (difference.isPresent()) {
        throw new AssertionError("at " + address + ": " + difference.get());
      }
    }
    return first;
  }

  /** Returns once all are at the same event, and have been for a while. */
  private static void awaitRest(List<Address> addresses) {
    long deadline = System.nanoTime() + COMING_TO_REST.toNanos();
    long since = System.nanoTime();
    List<Long> before = List.of();
    while (System.nanoTime() - since < REST.toNanos()) {
      List<Long> tails = addresses.stream().map(ChatTranscript::tail).toList();
      if (!tails.equals(before) || tails.stream().distinct().count() > 1) {
        since = System.nanoTime();
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not at rest: " + addresses + " are at " + tails);
      }
      before = tails;
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private static long tail(Address address) {
    return get(address, "/chat/messages?limit=1").getLong("tail");
  }

  /** Who is there, as an instance tells it. */
  public static List<String> users(Address address) {
    return get(address, "/chat/users").getJsonArray("users").stream()
        .map(Object::toString)
        .toList();
  }

  /** Returns once an instance tells that exactly these are there. */
  public static void awaitUsers(
      Address address, Collection<? extends ChatUser> users, Duration atMost) {
    List<String> names = users.stream().map(ChatUser::username).sorted().toList();
    long deadline = System.nanoTime() + atMost.toNanos();
    List<String> there = users(address);
    while (!there.equals(names)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("at " + address + " are " + there + " instead of " + names);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      there = users(address);
    }
  }

  private static JsonObject get(Address address, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
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

  /** Changes when sequence numbers begin anew. */
  public String epoch() {
    return epoch;
  }

  /** Every event, as a set. */
  public Set<ChatEvent> events() {
    return events;
  }

  /** Every event, in sequence. */
  public List<ChatEvent> ordered() {
    return ordered;
  }

  /** The events of a part of the sequence. */
  List<ChatEvent> between(long after, long upTo) {
    return ordered.stream().filter(event -> event.seq() > after && event.seq() <= upTo).toList();
  }

  /** Where two lists first differ. */
  static Optional<String> difference(List<ChatEvent> expected, List<ChatEvent> read) {
    for (int i = 0; i < Math.max(expected.size(), read.size()); i++) {
      ChatEvent here = i < read.size() ? read.get(i) : null;
      ChatEvent there = i < expected.size() ? expected.get(i) : null;
      if (here == null || !here.equals(there)) {
        return Optional.of(
            "number %d of %d (%d expected) is %s instead of %s"
                .formatted(i, read.size(), expected.size(), here, there));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with lines that should be one uninterrupted part of this. */
  public Optional<String> fault(List<String> visit) {
    int known = 0;
    while (known < visit.size() && !lineNumbers.containsKey(visit.get(known))) {
      known++;
    }
    if (known == visit.size()) {
      return visit.stream().anyMatch(line -> line.contains(": "))
          ? Optional.of("nothing of what it read was said: " + visit.get(0))
          : Optional.empty();
    }
    int start = lineNumbers.get(visit.get(known)) - known;
    for (int i = 0; i < visit.size(); i++) {
      String expected = start + i >= 0 && start + i < lines.size() ? lines.get(start + i) : "none";
      if (!visit.get(i).equals(expected)) {
        return Optional.of(
            "line %d of %d is '%s' instead of '%s'"
                .formatted(i, visit.size(), visit.get(i), expected));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with it: numbers that do not rise, a text twice, who comes or goes twice. */
  public List<String> faults() {
    List<String> found = new ArrayList<>();
    long last = 0;
    Set<String> said = new HashSet<>();
    Set<String> present = new HashSet<>();
    for (ChatEvent event : ordered) {
      if (event.seq() <= last) {
        found.add(event + " after " + last);
      }
      last = event.seq();
      boolean right =
          switch (event.type()) {
            case "joined" -> present.add(event.username());
            case "left" -> present.remove(event.username());
            default -> said.add(event.text());
          };
      if (!right) {
        found.add("once more: " + event);
      }
    }
    return found;
  }

  /** How often a user has left. */
  public long departures(String username) {
    return ordered.stream()
        .filter(event -> event.type().equals("left") && event.username().equals(username))
        .count();
  }

  /** How often a user has come. */
  public long arrivals(String username) {
    return ordered.stream()
        .filter(event -> event.type().equals("joined") && event.username().equals(username))
        .count();
  }
}
