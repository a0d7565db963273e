package dev.starling.bench.server;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to start one server.
 *
 * @param name for messages
 * @param command the command line
 * @param environment settings, added to the environment of the bench
 * @param port where the load goes
 * @param health answers 200 when the server is ready; without it, ready is when the port accepts
 */
public record Launch(
    String name,
    List<String> command,
    Map<String, String> environment,
    int port,
    Optional<URI> health) {}
