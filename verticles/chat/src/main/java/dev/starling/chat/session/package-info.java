/**
 * A connection from its first word to its end, for every protocol: a {@link
 * dev.starling.chat.session.Session} stands between a {@link
 * dev.starling.chat.session.ClientTransport} and the room. All of a connection belongs to its event
 * loop; nothing here knows sockets, and time is a {@link dev.starling.chat.replication.Loop}'s.
 */
package dev.starling.chat.session;
