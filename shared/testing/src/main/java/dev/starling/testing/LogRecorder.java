package dev.starling.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Records the log of this process from its creation until it is closed. */
public final class LogRecorder implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  public LogRecorder() {
    lines.start();
    root.addAppender(lines);
  }

  /** Warnings and errors so far. */
  public List<ILoggingEvent> warnings() {
    return atLeast(Level.WARN);
  }

  /** Errors so far. */
  public List<ILoggingEvent> errors() {
    return atLeast(Level.ERROR);
  }

  private List<ILoggingEvent> atLeast(Level level) {
    return List.copyOf(lines.list).stream()
        .filter(line -> line.getLevel().isGreaterOrEqual(level))
        .toList();
  }

  @Override
  public void close() {
    root.detachAppender(lines);
  }
}
