/**
 * Protocols of a load run: HTTP/1.1, TCP lines and WebSocket, and the dialogues over them. A client
 * is used on one event loop only.
 */
package dev.starling.terminal.load.wire;
