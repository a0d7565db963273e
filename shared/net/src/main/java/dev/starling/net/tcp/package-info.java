/**
 * TCP servers and connections: back-pressure, a bounded outbox, half-close, drain, lines and telnet
 * commands. {@link dev.starling.net.tcp.TcpEndpoint} makes the servers.
 *
 * <p>A server is made on the event loop of its verticle; a connection and its framer belong to the
 * connection's event loop. Nothing here blocks.
 */
package dev.starling.net.tcp;
