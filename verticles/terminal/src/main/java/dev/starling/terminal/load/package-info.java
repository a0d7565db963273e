/** The load command: options, progress and Ctrl-C. */
package dev.starling.terminal.load;
