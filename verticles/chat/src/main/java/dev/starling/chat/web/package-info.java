/**
 * The WebSocket protocol as JSON frames, the transcript and the user list over HTTP, and the page.
 * A transport belongs to the event loop of its connection.
 */
package dev.starling.chat.web;
