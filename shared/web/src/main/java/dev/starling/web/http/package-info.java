/**
 * HTTP/1.1 and HTTP/2 servers: strict request heads, request timeouts, default headers, gzip, CORS,
 * problem documents (RFC 9457), conditional requests, pages and the access log.
 *
 * <p>{@link dev.starling.web.http.HttpEndpoint} is made for each instance of a verticle, on its
 * event loop; a request and its response belong to the event loop of their connection. Nothing here
 * blocks, except that {@link dev.starling.web.http.Page} is read from the class path when a route
 * is added.
 */
package dev.starling.web.http;
