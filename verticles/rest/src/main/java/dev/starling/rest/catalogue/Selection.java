package dev.starling.rest.catalogue;

import java.util.OptionalInt;

/**
 * Which products.
 *
 * @param after only those with a greater id
 * @param brand only those of this brand
 */
public record Selection(int after, OptionalInt brand) {}
