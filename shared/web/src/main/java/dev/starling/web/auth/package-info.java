/**
 * Bearer tokens (RFC 6750) that are JSON Web Tokens (RFC 7519), checked in the same way for HTTP,
 * WebSocket and TCP.
 *
 * <p>{@link dev.starling.web.auth.BearerTokens} belongs to one event loop and does not block.
 */
package dev.starling.web.auth;
