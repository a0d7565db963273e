/**
 * PostgreSQL for services: the schema and its migrations, sample rows, statements with deadlines,
 * and a monitor that knows whether the database can be used.
 *
 * <p>{@link dev.starling.database.Database} belongs to one event loop of the verticle; the monitor
 * has an event loop of its own, and migrations run on a worker thread.
 */
package dev.starling.database;
