/**
 * All services in one process behind one origin, with a local PostgreSQL server: Starling on a
 * laptop. The edge relays HTTP and WebSockets on event loops; the database and the services are
 * started on the main thread.
 */
package dev.starling.quickstart;
