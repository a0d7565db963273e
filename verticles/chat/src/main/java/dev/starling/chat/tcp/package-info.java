/**
 * The line protocol over TCP: the CONNECT line, commands and events as lines. A transport belongs
 * to the event loop of its connection.
 */
package dev.starling.chat.tcp;
