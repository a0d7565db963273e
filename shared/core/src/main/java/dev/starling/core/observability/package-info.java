/**
 * Metrics and health of a process: meters for event loops, the event bus, HTTP servers, clients,
 * pools and connections, and the state that readiness reports.
 *
 * <p>Management has a Vert.x of its own, so that probes are answered while services are busy.
 * Meters and health checks are thread-safe and do not block; the server that shows them is found
 * through {@link dev.starling.core.observability.ManagementEndpoint.Factory}.
 */
package dev.starling.core.observability;
