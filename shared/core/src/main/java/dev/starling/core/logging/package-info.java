/**
 * Log output of a process on standard output, and the levels of its loggers. The settings decide,
 * no Logback file does.
 *
 * <p>Lines are written by the thread that logs. Levels are changed by one thread at a time.
 */
package dev.starling.core.logging;
