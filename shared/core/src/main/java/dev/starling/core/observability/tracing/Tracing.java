package dev.starling.core.observability.tracing;

import dev.starling.core.settings.ServiceSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.spi.VertxTracerFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The traces of this process, on their way to a collector (OTLP over HTTP, in protobuf). Spans wait
 * in a queue of bounded length and are sent by a thread of their own: a collector that is slow or
 * away costs spans, never a request.
 */
public final class Tracing {
  /** More spans that wait are dropped. */
  private static final int LONGEST_QUEUE = 8_192;

  private static final int LARGEST_BATCH = 512;
  private static final Duration BATCH_EVERY = Duration.ofSeconds(1);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Of a batch, which is not sent a second time; meanwhile the queue fills. */
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

  /** At the end; what a collector has not taken by then is lost. */
  private static final long MOST_FLUSH_MILLIS = 2_000;

  private static final int LONGEST_ATTRIBUTE = 1_024;

  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("service.namespace");
  private static final AttributeKey<String> INSTANCE =
      AttributeKey.stringKey("service.instance.id");

  /** Kept, or it would forget its level: what it has to say is said here. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private final SdkTracerProvider spans;
  private final SpanTracer tracer;

  private Tracing(SdkTracerProvider spans) {
    this.spans = spans;
    this.tracer = new SpanTracer(spans.get("dev.starling"));
  }

  /**
   * Begins to trace.
   *
   * @param service what this process is, such as {@code storefront}
   * @param instance which of those it is, unique in the cluster
   */
  public static Tracing start(ServiceSettings.Tracing settings, String service, String instance) {
    LIBRARY.setLevel(Level.OFF);
    String endpoint = settings.endpoint().replaceFirst("/+$", "") + "/v1/traces";
    OtlpHttpSpanExporter sender =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint)
            .setConnectTimeout(CONNECT_TIMEOUT)
            .setTimeout(SEND_TIMEOUT)
            .setRetryPolicy(null)
            .build();
    Resource resource =
        Resource.create(Attributes.of(SERVICE, service, NAMESPACE, "starling", INSTANCE, instance));
    return new Tracing(
        SdkTracerProvider.builder()
            .setResource(resource)
            // The first request decides for all that follow from it: a trace is whole, or not
            // there.
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampleRatio())))
            .setSpanLimits(
                SpanLimits.builder().setMaxAttributeValueLength(LONGEST_ATTRIBUTE).build())
            .addSpanProcessor(
                BatchSpanProcessor.builder(new CollectorExporter(sender, endpoint))
                    .setMaxQueueSize(LONGEST_QUEUE)
                    .setMaxExportBatchSize(LARGEST_BATCH)
                    .setScheduleDelay(BATCH_EVERY)
                    .setExporterTimeout(SEND_TIMEOUT)
                    .build())
            .build());
  }

  /** Options for a Vert.x whose requests are to be traced. */
  public VertxTracerFactory factory() {
    return options -> tracer;
  }

  /** Names the trace that the caller's work is part of, for the log; empty when there is none. */
  public static Map<String, String> marks() {
    return SpanTracer.on(Vertx.currentContext())
        .map(span -> Map.of("trace_id", span.traceId(), "span_id", span.spanId()))
        .orElseGet(Map::of);
  }

  /**
   * Ends the span of the message that the caller has just sent over the event bus when it is
   * answered; does nothing when it has none.
   */
  public static void endWith(Future<?> answer) {
    SpanTracer.endWith(answer);
  }

  /** Says which route was found for the request that a context belongs to. */
  public static void route(Context context, String route) {
    SpanTracer.on(context).ifPresent(span -> span.route(route));
  }

  /** Sends what still waits, and ends; blocks, but not for long, whatever the collector does. */
  public void close(long timeout, TimeUnit unit) {
    spans
        .shutdown()
        .join(Math.min(unit.toMillis(timeout), MOST_FLUSH_MILLIS), TimeUnit.MILLISECONDS);
  }
}
