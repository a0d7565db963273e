/**
 * The only package that imports {@code impl} and {@code internal} packages of Vert.x and Netty,
 * that knows the names which Vert.x gives to the handlers of its pipelines, or that opens private
 * fields. Any new version of them may break it; {@code InternalsTest} says then which name is gone.
 *
 * <p>Callers see published types only: those of Vert.x, and Netty's channels, pipelines and
 * buffers. Each class says why no published API does what it does.
 *
 * <p>It depends on nothing else of the project and is a module of its own, below all others: the
 * event bus and tracing need it as much as the servers do, and so does the terminal, which is no
 * service.
 */
package dev.starling.net.internal;
