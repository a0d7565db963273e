/**
 * Which connections a service takes: so many in all, so many of one address, and of one address so
 * many a second. A connection is judged when it is accepted, before it costs more than a look.
 */
package dev.starling.net.limits;
