/**
 * Vert.x's event bus with typed records: versioned codecs, requests to one or to all instances, and
 * subscriptions that can be registered again. Delivery is best effort.
 *
 * <p>{@link dev.starling.core.bus.Bus} is thread-safe; a handler runs on the context that
 * subscribed it.
 */
package dev.starling.core.bus;
