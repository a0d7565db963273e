/**
 * The plan of a load run: target, protocol, rate, duration and request, checked before anything is
 * sent.
 */
package dev.starling.terminal.load.plan;
