/**
 * The interactive SQL session: input with line editing, backslash commands, jobs and pages of
 * results. One thread reads the keyboard; jobs run on one event loop.
 */
package dev.starling.terminal.sql.console;
