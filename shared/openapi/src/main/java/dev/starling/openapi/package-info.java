/**
 * HTTP services from their OpenAPI document: the document that is served is the one that requests
 * are routed by and checked against.
 *
 * <p>{@link dev.starling.openapi.Api} belongs to one event loop, checks requests there and does not
 * block; a {@link dev.starling.openapi.Contract} is immutable.
 */
package dev.starling.openapi;
