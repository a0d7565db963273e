/**
 * The counter service: the number of users who are online in the cluster, over WebSocket, HTTP and
 * as a page. Each event loop broadcasts to its own clients.
 */
package dev.starling.counter;
