package dev.starling.probe.run;

/**
 * What no order can change.
 *
 * @param maxBody bytes of an answer that are read
 * @param maxRedirects hops that one request follows
 */
public record Limits(long maxBody, int maxRedirects) {}
