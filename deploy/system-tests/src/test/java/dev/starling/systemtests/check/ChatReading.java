package dev.starling.systemtests.check;

import dev.starling.systemtests.history.Entry;
import dev.starling.systemtests.history.Fact;
import dev.starling.systemtests.history.History;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each user of a chat said, read and was told, put together from a history. */
final class ChatReading {
  private final Map<String, Reader> readers = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> interruptions = new ArrayList<>();

  /** A message that is known to be accepted. */
  record Acknowledgement(String client, String epoch, String id, String text, long seq) {}

  /** Reads a history from its beginning to its end. */
  static ChatReading of(History history) {
    ChatReading reading = new ChatReading();
    history.entries().stream()
        .filter(entry -> !entry.client().isEmpty())
        .forEach(entry -> reading.reader(entry).read(entry.fact()));
    return reading;
  }

  private Reader reader(Entry entry) {
    return readers.computeIfAbsent(entry.client(), Reader::new);
  }

  /** Everyone, in the order in which they came. */
  Collection<Reader> readers() {
    return readers.values();
  }

  /** What no client may ever be told, whatever others are told. */
  List<String> faults() {
    return faults;
  }

  /** Where clients were told that events are missing. */
  List<String> interruptions() {
    return interruptions;
  }

  /** One client. */
  final class Reader {
    private final String client;
    private final Map<String, String> said = new LinkedHashMap<>();
    private final Map<String, Acknowledgement> acknowledged = new LinkedHashMap<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<List<String>> visits = new ArrayList<>();
    private String session = "";
    private boolean here;

    private Reader(String client) {
      this.client = client;
    }

    String client() {
      return client;
    }

    /** Texts by id, or by themselves where messages have no ids. */
    Map<String, String> said() {
      return said;
    }

    Collection<Acknowledgement> acknowledged() {
      return acknowledged.values();
    }

    List<Stretch> stretches() {
      return stretches;
    }

    /** Lines that a terminal read in one go, for each of its connections and each epoch in them. */
    List<List<String>> visits() {
      return visits;
    }

    /** Whether it is connected and welcome at the end. */
    boolean isHere() {
      return here;
    }

    private void read(Fact fact) {
      if (fact instanceof Fact.Welcomed welcome) {
        welcomed(welcome);
      } else if (fact instanceof Fact.Sent sent) {
        said.put(sent.id().isEmpty() ? sent.text() : sent.id(), sent.text());
      } else if (fact instanceof Fact.Acknowledged acknowledgement) {
        acknowledged(acknowledgement);
      } else if (fact instanceof Fact.Received event) {
        received(event);
      } else if (fact instanceof Fact.Gap gap) {
        interrupted("events up to " + gap.upTo() + " are missing");
        continueAfter(last().epoch(), gap.upTo());
      } else if (fact instanceof Fact.Renewed renewed) {
        renewed(renewed);
      } else if (fact instanceof Fact.Line line) {
        visits.get(visits.size() - 1).add(line.text());
      } else if (fact instanceof Fact.Lost) {
        here = false;
      }
    }

    private void welcomed(Fact.Welcomed welcome) {
      here = true;
      if (welcome.epoch().isEmpty()) {
        visits.add(new ArrayList<>());
      } else if (!welcome.session().equals(session)) {
        if (!session.isEmpty()) {
          interrupted("its session is not known any more");
        }
        session = welcome.session();
        continueAfter(welcome.epoch(), welcome.seq());
      } else if (!welcome.epoch().equals(last().epoch())) {
        interrupted("epoch " + welcome.epoch() + " has begun");
        continueAfter(welcome.epoch(), welcome.seq());
      } else if (welcome.seq() != last().last()) {
        fault("resumed after " + last().last() + " and is welcomed at " + welcome.seq());
        continueAfter(welcome.epoch(), welcome.seq());
      }
    }

    private void renewed(Fact.Renewed renewed) {
      interrupted("epoch " + renewed.epoch() + " has begun");
      if (renewed.epoch().isEmpty()) {
        visits.add(new ArrayList<>());
      } else {
        continueAfter(renewed.epoch(), renewed.seq());
      }
    }

    private void received(Fact.Received event) {
      if (event.seq() != last().last() + 1) {
        fault("reads " + event + " right after " + last().last());
        // One fault is enough: what follows is judged by itself.
        continueAfter(last().epoch(), event.seq() - 1);
      }
      last().read(event);
    }

    private void acknowledged(Fact.Acknowledged told) {
      String text = said.get(told.id());
      String epoch = last().epoch();
      if (text == null) {
        fault("is told that " + told.id() + " is accepted, which it never said");
        return;
      }
      Acknowledgement now = new Acknowledgement(client, epoch, told.id(), text, told.seq());
      Acknowledgement before = acknowledged.put(told.id(), now);
      if (before != null && before.epoch().equals(epoch) && before.seq() != told.seq()) {
        fault(before + " is acknowledged again, as " + told.seq());
      }
    }

    private Stretch last() {
      return stretches.get(stretches.size() - 1);
    }

    private void continueAfter(String epoch, long seq) {
      stretches.add(new Stretch(client, epoch, seq));
    }

    private void interrupted(String why) {
      interruptions.add(client + " is told that " + why);
    }

    private void fault(String what) {
      faults.add(client + " " + what);
    }
  }
}
