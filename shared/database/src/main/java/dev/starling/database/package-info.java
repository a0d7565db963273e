/**
 * PostgreSQL: where it is, its schema, statements with deadlines. What these classes stand on is
 * optional: a service with a database names the client, the driver and Flyway in its own pom.
 */
package dev.starling.database;
