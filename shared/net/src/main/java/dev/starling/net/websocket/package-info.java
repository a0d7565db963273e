/**
 * WebSockets (RFC 6455) of servers: the checked handshake, allowed origins, messages, a bounded
 * outbox, pings, and the close of all of them during a drain.
 *
 * <p>{@link dev.starling.net.websocket.WebSocketEndpoint} is made for each instance of a verticle,
 * on its event loop, and so are its connections. Nothing here blocks.
 */
package dev.starling.net.websocket;
