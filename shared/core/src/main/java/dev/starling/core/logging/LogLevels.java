package dev.starling.core.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/**
 * The levels of this process's loggers, which can be changed and put back to what the settings say.
 * Not thread-safe; one for a process. Only loggers that are there can be changed: names that
 * nothing logs under would stay for ever.
 */
public final class LogLevels {
  /** The name of the logger whose level all have that have none of their own. */
  public static final String ROOT = "root";

  /** Levels that can be set. Not off: a change must not hide errors. */
  public static final List<String> VALID = List.of("error", "warn", "info", "debug", "trace");

  private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();

  /** By the name of a changed logger; empty for one that had no level of its own. */
  private final Map<String, Optional<Level>> before = new HashMap<>();

  /** The level of {@link #ROOT}. */
  public String root() {
    return text(logger(ROOT).getLevel());
  }

  /** The others that have a level of their own, by name. */
  public Map<String, String> own() {
    Map<String, String> own = new TreeMap<>();
    for (Logger logger : loggers.getLoggerList()) {
      if (logger.getLevel() != null && !logger.getName().equals(Logger.ROOT_LOGGER_NAME)) {
        own.put(logger.getName(), text(logger.getLevel()));
      }
    }
    return own;
  }

  /** Whether there is such a logger, or one in such a package. */
  public boolean exists(String name) {
    return name.equals(ROOT) || loggers.exists(name) != null;
  }

  /** The level that counts for a logger, its own or that of the nearest package that has one. */
  public String effective(String name) {
    return text(logger(name).getEffectiveLevel());
  }

  /**
   * Changes the level of a logger that exists.
   *
   * @param level one of {@link #VALID}
   */
  public void change(String name, String level) {
    Logger logger = logger(name);
    before.putIfAbsent(name, Optional.ofNullable(logger.getLevel()));
    logger.setLevel(Level.valueOf(level.toUpperCase(Locale.ROOT)));
  }

  /** Puts the level of a logger back to what it was before it was changed, if it was. */
  public void reset(String name) {
    Optional<Level> old = before.remove(name);
    if (old != null) {
      logger(name).setLevel(old.orElse(null));
    }
  }

  private Logger logger(String name) {
    return loggers.getLogger(name.equals(ROOT) ? Logger.ROOT_LOGGER_NAME : name);
  }

  private static String text(Level level) {
    return level.toString().toLowerCase(Locale.ROOT);
  }
}
