package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Machine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Messages of one user that are not known to be accepted, in the order in which they were said. */
final class Unacknowledged {
  /** Whoever gets no answer for so long asks again. */
  private static final Duration ANSWER = Machine.allow(Duration.ofSeconds(3));

  // Guarded by this.
  private final Map<String, Message> messages = new LinkedHashMap<>();
  private int ids;

  private static final class Message {
    private final String text;
    private long due;

    Message(String text, long due) {
      this.text = text;
      this.due = due;
    }
  }

  /** Adds a message, to be sent by the caller, and returns its id. */
  synchronized String add(String text) {
    String id = "m" + ids++;
    messages.put(id, new Message(text, System.nanoTime() + ANSWER.toNanos()));
    return id;
  }

  synchronized void accepted(String id) {
    messages.remove(id);
  }

  /** It may be tried again at once. */
  synchronized void refused(String id) {
    Message message = messages.get(id);
    if (message != null) {
      message.due = System.nanoTime();
    }
  }

  synchronized int size() {
    return messages.size();
  }

  /** Sends all of them again, by id and text. */
  synchronized void sendAll(BiConsumer<String, String> sender) {
    messages.values().forEach(message -> message.due = System.nanoTime());
    sendDue(sender);
  }

  /** Sends those again that were refused or have waited for too long. */
  synchronized void sendDue(BiConsumer<String, String> sender) {
    long now = System.nanoTime();
    messages.forEach(
        (id, message) -> {
          if (now - message.due >= 0) {
            message.due = now + ANSWER.toNanos();
            sender.accept(id, message.text);
          }
        });
  }
}
