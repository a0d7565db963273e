/**
 * HTTP services from their OpenAPI document: the document that is served is the one that requests
 * are routed by and checked against.
 */
package dev.starling.openapi;
