/**
 * From a room to the connections of this process. The room's loop writes a {@link
 * dev.starling.chat.fanout.Journal} of encoded events; every event loop reads it at its own pace
 * and delivers to its connections. A loop or a connection that falls behind queues nothing: it
 * remembers its place and reads on from the store.
 */
package dev.starling.chat.fanout;
