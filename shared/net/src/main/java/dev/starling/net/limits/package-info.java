/**
 * Limits on the connections of a service: how many in all, how many from one address, and how many
 * new ones from one address per second.
 *
 * <p>A connection is judged on the event loop that accepts it, before it has a TLS handshake or an
 * event loop of its own. The counters are shared by all event loops and thread-safe.
 */
package dev.starling.net.limits;
