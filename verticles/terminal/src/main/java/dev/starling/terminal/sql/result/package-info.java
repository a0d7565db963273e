/**
 * Results as tables, records, CSV or JSON, and the server's errors as lines. Formats keep no rows
 * beyond the batch they are given.
 */
package dev.starling.terminal.sql.result;
