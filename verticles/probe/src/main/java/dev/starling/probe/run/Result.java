package dev.starling.probe.run;

/**
 * One answered request, whatever the status.
 *
 * @param number of the request in its run, from 0
 * @param status HTTP status code, of the last hop
 * @param micros microseconds from its start to the end of the body, redirects included
 * @param size bytes of the body, of the last hop
 */
public record Result(int number, int status, long micros, long size) {}
