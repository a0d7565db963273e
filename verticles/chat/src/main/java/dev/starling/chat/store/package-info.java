/**
 * Rooms as the cluster keeps them. {@link dev.starling.chat.store.RoomState} is the whole rule: a
 * deterministic machine that a batch of operations changes in one step. A {@link
 * dev.starling.chat.store.RoomStore} runs that step where the room is kept, once for all instances.
 */
package dev.starling.chat.store;
