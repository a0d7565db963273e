package dev.starling.core.observability.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans to a collector, and says once when it no longer takes them, and once when it does
 * again. What it did not take is lost. Called on the exporter's own threads.
 */
final class CollectorExporter implements SpanExporter {
  private static final Logger log = LoggerFactory.getLogger(CollectorExporter.class);

  private final SpanExporter sender;
  private final String collector;

  /** Since it was last said that the collector takes them; 0 while it does. */
  private final AtomicLong lost = new AtomicLong();

  CollectorExporter(SpanExporter sender, String collector) {
    this.sender = sender;
    this.collector = collector;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = sender.export(spans);
    return result.whenComplete(() -> sent(result, count));
  }

  private void sent(CompletableResultCode result, int count) {
    if (!result.isSuccess()) {
      if (lost.getAndAdd(count) == 0) {
        log.warn(
            "{} takes no traces: {}; they are lost until it does",
            collector,
            reason(result.getFailureThrowable()));
      }
      return;
    }
    long missed = lost.getAndSet(0);
    if (missed > 0) {
      log.info("{} takes traces again; {} spans were lost", collector, missed);
    }
  }

  private static String reason(Throwable failure) {
    Throwable first = failure;
    while (first != null && !(first instanceof IOException)) {
      first = first.getCause();
    }
    if (first == null) {
      return "it refuses them";
    }
    String name = first.getClass().getSimpleName();
    return first.getMessage() == null ? name : name + ": " + first.getMessage();
  }

  @Override
  public CompletableResultCode flush() {
    return sender.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return sender.shutdown();
  }
}
