/**
 * Traces of requests, from the first service that a client asks to the last statement of SQL: what
 * Vert.x tells of HTTP, event bus and SQL becomes spans (OpenTelemetry) that are sent to a
 * collector. Vert.x's own bridge marks no span as failed, names HTTP's by the method alone, traces
 * WebSockets as requests, and has a part in every Vert.x even where nothing is traced.
 */
package dev.starling.core.observability.tracing;
