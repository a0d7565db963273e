/**
 * A service as its author sees it: {@link dev.starling.core.service.ServiceDefinition} describes
 * it, {@link dev.starling.core.service.ServiceContext} is its surroundings while it runs. Servers
 * are opened with the context, by the packages that know TCP and HTTP; the context knows neither.
 */
package dev.starling.core.service;
