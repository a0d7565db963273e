/** The SQL command: options, and the history file. */
package dev.starling.terminal.sql;
