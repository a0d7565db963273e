/**
 * The values that every part of the chat speaks in: events at their place in a room's transcript,
 * the keys that identify them, and positions. Immutable, without threads or sockets.
 */
package dev.starling.chat.event;
