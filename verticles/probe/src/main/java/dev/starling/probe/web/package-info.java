/**
 * The probe over HTTP: the page, requests for runs and their checks, reports as HTML or JSON, and
 * live runs as server-sent events.
 */
package dev.starling.probe.web;
