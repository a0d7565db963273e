/**
 * Which PostgreSQL server a URI means. The URIs are those of libpq, as {@code psql} and the
 * consoles of managed databases know them; the classes that read them need nothing but the JDK.
 */
package dev.starling.postgres;
