/**
 * Connections to PostgreSQL: addresses as in libpq, password files, jobs and their queue, cursors,
 * and the server's notices. Everything about the server happens on one event loop.
 */
package dev.starling.terminal.sql.server;
