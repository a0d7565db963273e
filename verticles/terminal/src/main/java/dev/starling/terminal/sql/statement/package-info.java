/** SQL text: statements cut from lines as psql cuts them, and queries of the system catalogue. */
package dev.starling.terminal.sql.statement;
