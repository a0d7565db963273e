/**
 * Messages between the services of the shop over the event bus, one class for each conversation. A
 * question is sent from any context and its answer arrives there; the records are immutable.
 */
package dev.starling.shop;
