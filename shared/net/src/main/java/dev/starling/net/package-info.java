/**
 * Connections in general: options of listening sockets, the bounded outbox of a connection, and the
 * view of a connection that senders share for TCP and WebSocket.
 *
 * <p>A connection and its outbox belong to the connection's event loop.
 */
package dev.starling.net;
