/**
 * Calls to the services behind the storefront over the event bus: deadlines, retries, a bound on
 * waiting calls, circuit breakers and metrics. The breakers of a process are shared by its event
 * loops; everything else belongs to one.
 */
package dev.starling.storefront.downstream;
