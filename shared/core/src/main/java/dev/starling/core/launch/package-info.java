/**
 * A process from its command line to its exit code: settings, logging, management, cluster,
 * services, and the drain when the process has to stop.
 *
 * <p>Methods here may block and run on the main thread, the shutdown hook or threads of their own,
 * never on an event loop. Verticles are deployed on event loops.
 */
package dev.starling.core.launch;
