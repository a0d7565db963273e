/**
 * Settings of a service: an interface whose values come from the packed defaults, YAML files,
 * environment variables and the command line. Every value is checked at start, and an error names
 * the place that the value came from.
 *
 * <p>Settings are read once, on the thread that starts the process, which blocks for the files.
 * Loaded settings are immutable and may be read from any thread.
 */
package dev.starling.core.settings;
