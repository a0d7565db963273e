/**
 * The echo service: bytes go back to their sender (RFC 862); with announcements it also tells every
 * client that comes or goes. A client belongs to the event loop of its connection.
 */
package dev.starling.echo;
