package dev.starling.rest.catalogue;

import io.vertx.core.buffer.Buffer;
import java.util.OptionalInt;

/**
 * Some products.
 *
 * @param json as clients see them
 * @param next the last id of these; empty when there are no more
 */
public record ProductPage(Buffer json, OptionalInt next) {}
