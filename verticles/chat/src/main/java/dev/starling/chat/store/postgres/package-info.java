/**
 * Rooms in a PostgreSQL database: durable, and one for all instances that use the database, whether
 * or not they see each other. The step is a function of the database, see {@code db/chat} in the
 * resources.
 */
package dev.starling.chat.store.postgres;
