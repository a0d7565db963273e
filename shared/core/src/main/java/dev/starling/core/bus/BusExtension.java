package dev.starling.core.bus;

import io.vertx.core.Vertx;

/**
 * Something that is to see every message of the event bus, such as a tracer, or a test that loses
 * some. Found with {@link java.util.ServiceLoader} on the class path; there is none by default.
 */
public interface BusExtension {
  /** Adds itself to the bus, before anyone subscribes. */
  void install(Vertx vertx);
}
