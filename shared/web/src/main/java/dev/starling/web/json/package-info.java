/**
 * JSON (RFC 8259): a strict reader for input from clients, and a writer straight into the buffer
 * that is sent. No input or output; a writer is used by one thread.
 */
package dev.starling.web.json;
