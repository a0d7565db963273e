/**
 * SQL scripts from a file or a pipe, statement by statement on one connection, on a thread that may
 * block.
 */
package dev.starling.terminal.sql.script;
