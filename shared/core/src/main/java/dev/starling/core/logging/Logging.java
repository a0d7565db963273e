package dev.starling.core.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.starling.core.settings.ServiceSettings;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up what is written to standard output, from the settings and nothing else. */
public final class Logging {
  /** For a process whose log lines are part of nothing that has a name. */
  public static final Supplier<Map<String, String>> NO_MARKS = Map::of;

  private static final String LINE =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %-24logger{24} %msg";

  /** Nothing where there is no trace. */
  private static final String TRACE = "%replace( trace=%X{trace_id}){' trace=$', ''}";

  /**
   * What these say below the given level is about themselves. Of Hazelcast's invocations that fail
   * when a member dies, and of Vert.x's reconnections, Starling says itself what follows from them.
   */
  private static final Map<String, Level> QUIET =
      Map.of(
          "com.hazelcast", Level.ERROR,
          "io.netty", Level.WARN,
          // Callers report its failures.
          "org.flywaydb", Level.OFF,
          "io.zonky", Level.WARN,
          // Clients that vanish without a word.
          "io.vertx.core.net.impl.ConnectionBase", Level.OFF,
          // Says at every start that Vert.x registers a gauge of its event bus twice.
          "io.micrometer.core.instrument.MeterRegistry", Level.ERROR,
          "io.vertx.core.eventbus.impl", Level.ERROR);

  private Logging() {}

  /** Keeps quiet until the settings are known: Logback would else write everything it is given. */
  public static void silence() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  /**
   * Replaces whatever was set up before.
   *
   * @param marks asked for every line, on the thread that logs, what the line is part of: {@code
   *     trace_id}, say; {@link #NO_MARKS} when it never is
   */
  public static void configure(ServiceSettings.Log settings, Supplier<Map<String, String>> marks) {
    // Found by Vert.x before the first of its classes logs.
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Encoder<ILoggingEvent> encoder = encoder(settings.format(), marks != NO_MARKS);
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setEncoder(encoder);
    if (marks != NO_MARKS) {
      console.addFilter(new LogContextFilter(marks));
    }
    console.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    root.setLevel(Level.valueOf(settings.level().name().toUpperCase(Locale.ROOT)));
    if (!root.isDebugEnabled()) {
      QUIET.forEach((name, level) -> context.getLogger(name).setLevel(level));
    }
  }

  private static Encoder<ILoggingEvent> encoder(ServiceSettings.Log.Format format, boolean marked) {
    if (format == ServiceSettings.Log.Format.JSON) {
      JsonEncoder json = new JsonEncoder();
      json.setWithFormattedMessage(true);
      json.setWithMessage(false);
      json.setWithArguments(false);
      json.setWithContext(false);
      json.setWithSequenceNumber(false);
      json.setWithNanoseconds(false);
      json.setWithMDC(marked);
      return json;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(LINE + (marked ? TRACE : "") + "%n");
    return encoder;
  }
}
