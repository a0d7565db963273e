/**
 * The room of an instance: joins, messages, replay and the members that are connected here, all on
 * the event loop of {@link dev.starling.chat.room.RoomVerticle}. The event loops of connections
 * reach it through {@link dev.starling.chat.room.RoomHandle}.
 */
package dev.starling.chat.room;
