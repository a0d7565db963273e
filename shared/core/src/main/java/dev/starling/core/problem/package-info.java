/**
 * Failures in the words of RFC 9457, which every part of a service may speak: the event bus and TCP
 * as well as HTTP. Knows no server.
 */
package dev.starling.core.problem;
