/**
 * The PostgreSQL server that a URI means, and the choice among several. The URIs are those of
 * libpq, as {@code psql} and the consoles of managed databases know them; the classes that read
 * them need nothing but the JDK, are immutable and may be used on any thread.
 */
package dev.starling.postgres;
