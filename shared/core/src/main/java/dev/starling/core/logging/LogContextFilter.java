package dev.starling.core.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Marks what is logged with what it is part of, such as a trace. That is asked where it is logged:
 * a thread works for many, so that nothing can be left with it.
 */
final class LogContextFilter extends Filter<ILoggingEvent> {
  private final Supplier<Map<String, String>> present;

  LogContextFilter(Supplier<Map<String, String>> present) {
    this.present = present;
  }

  @Override
  public FilterReply decide(ILoggingEvent event) {
    if (event instanceof LoggingEvent unmarked) {
      unmarked.setMDCPropertyMap(present.get());
    }
    return FilterReply.NEUTRAL;
  }
}
