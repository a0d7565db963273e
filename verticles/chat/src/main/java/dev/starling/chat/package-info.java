/**
 * The chat service: one room for terminals and browsers, the same on all instances. The verticles
 * on the event loops serve clients; the room has an event loop of its own, see {@link
 * dev.starling.chat.room}.
 */
package dev.starling.chat;
