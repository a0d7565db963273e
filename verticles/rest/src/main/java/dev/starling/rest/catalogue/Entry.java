package dev.starling.rest.catalogue;

import io.vertx.core.buffer.Buffer;

/**
 * Something new in the catalogue.
 *
 * @param id that it was given
 * @param json as clients see it
 */
public record Entry(int id, Buffer json) {}
