package dev.starling.chat.settings;

import dev.starling.core.settings.Converters;
import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.settings.Size;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.time.Duration;

/** The settings of chat; the defaults are in {@code config/chat.yaml}. */
@ConfigMapping
public interface ChatSettings extends ServiceSettings {
  /** Where terminals connect. */
  Listener tcp();

  /** Where browsers connect. */
  Http http();

  /** How long a client may take to say who it is. */
  Duration connectTimeout();

  /** A user who sends nothing for longer is disconnected; zero is never. */
  Duration idleTimeout();

  /** How long a user whose connection was lost may take to come back before having left. */
  Duration departureGrace();

  /** Bytes of UTF-8 that a message may have. */
  Size maxMessage();

  /** Bytes that may wait for a client that does not read. */
  Size outboxLimit();

  Rate rate();

  Transcript transcript();

  Database database();

  /** Bearer tokens that prove names. */
  Auth auth();

  /** How fast one user may send. */
  interface Rate {
    /** Messages per second, in the long run; 0 is without limit. */
    @WithConverter(Converters.NonNegative.class)
    int perSecond();

    /** Messages at once, after a while without any. */
    @WithConverter(Converters.Positive.class)
    int burst();
  }

  /** Where the transcript is kept. */
  interface Transcript {
    Store store();

    /** First port of the cluster in which chat instances keep the transcript. */
    @WithConverter(Converters.Port.class)
    int port();

    /** Events that the cluster's memory keeps; older ones are forgotten. */
    @WithConverter(Converters.Positive.class)
    int capacity();

    /** Copies of each event on other instances, 0 to 6: as many may be lost at once. */
    @WithConverter(Converters.NonNegative.class)
    int backups();

    History history();
  }

  /** Limits of what a database keeps of a room. */
  interface History {
    /** Events; 0 is all. */
    @WithConverter(Converters.NonNegative.class)
    int size();

    /** Zero is for ever. */
    Duration age();
  }

  /** Kinds of log. */
  enum Store {
    /** The memory of the cluster: needs nothing, forgets when all instances stop. */
    CLUSTER,
    /** A PostgreSQL database: forgets nothing. */
    POSTGRES
  }
}
