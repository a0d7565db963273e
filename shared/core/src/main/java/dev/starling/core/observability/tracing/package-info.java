/**
 * Traces of requests, from the first service that a client asks to the last statement of SQL: the
 * tracing events of Vert.x for HTTP, event bus and SQL become spans (OpenTelemetry) that are sent
 * to a collector. Vert.x's own bridge (vertx-opentelemetry 5.0.8) is not used: it marks no span as
 * failed and keeps the spans of calls to itself, so that a wrapper cannot mark them either; it
 * names those of HTTP by the method alone, traces WebSockets as requests, and has a part in every
 * Vert.x even where nothing is traced.
 *
 * <p>A span may be ended by another thread than the one that began it; the exporter sends on
 * threads of its own.
 */
package dev.starling.core.observability.tracing;
