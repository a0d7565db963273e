/**
 * The probe service: sends many requests at once to a URL and reports response times and failures.
 * Its verticle runs on event loops; work that blocks has threads of its own.
 */
package dev.starling.probe;
