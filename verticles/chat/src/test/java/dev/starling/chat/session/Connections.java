package dev.starling.chat.session;

import dev.starling.chat.input.Credentials;
import dev.starling.chat.input.RateLimits;
import dev.starling.chat.input.Username;
import dev.starling.chat.replication.ManualLoop;
import dev.starling.chat.settings.ChatSettings;
import dev.starling.core.settings.SettingsException;
import dev.starling.core.settings.SettingsLoader;
import dev.starling.web.auth.Bearer;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What sessions need, without a socket, a store or a real clock. */
final class Connections implements ConnectionContext.Attendance {
  static final String SECRET = "0123456789abcdef0123456789abcdef";

  final ManualLoop loop = new ManualLoop();
  final ScriptedRoom room;
  int present;

  private final ConnectionContext context;

  Connections() {
    this(1_000, Optional.empty());
  }

  Connections(int journalEvents, Optional<Function<String, Future<Bearer>>> tokens) {
    room = new ScriptedRoom(loop, journalEvents);
    ChatSettings settings = settings();
    context =
        new ConnectionContext(
            loop,
            settings,
            room,
            new RateLimits(settings.rate(), loop::nanos),
            new Credentials(tokens),
            this);
  }

  /** A connection that has just opened. */
  Session open(RecordingTransport transport) {
    return new Session(transport, context);
  }

  /** A connection whose user asks to be let in. */
  Session asking(RecordingTransport transport) {
    Session session = open(transport);
    session.connect(Username.parse("ada"), Optional.empty(), Optional.empty());
    return session;
  }

  /** A connection whose session asks to go on after an event. */
  Session resuming(RecordingTransport transport, String epoch, long seq) {
    return resuming(transport, epoch, seq, OptionalLong.of(seq));
  }

  /** The same with a chain, which the client may not know. */
  Session resuming(RecordingTransport transport, String epoch, long seq, OptionalLong chain) {
    Session session = open(transport);
    Resume resume = new Resume(SECRET, epoch, seq, chain);
    session.connect(Username.parse("ada"), Optional.empty(), Optional.of(resume));
    return session;
  }

  /** A connection whose user is in and has read its own joined. */
  Session joined(RecordingTransport transport) {
    Session session = asking(transport);
    room.letIn();
    loop.run();
    transport.news();
    room.asked.clear();
    return session;
  }

  @Override
  public void arrived() {
    present++;
  }

  @Override
  public void departed() {
    present--;
  }

  private static ChatSettings settings() {
    try {
      return SettingsLoader.load(
              ChatSettings.class,
              "chat",
              List.of(),
              Map.of("STARLING_RATE_PER_SECOND", "0"),
              Map.of())
          .settings();
    } catch (SettingsException wrong) {
      throw new IllegalStateException(wrong);
    }
  }
}
