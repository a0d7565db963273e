/**
 * Dev mode: runs a service on the classes of its build, and recompiles and restarts it when a
 * source, a resource or a settings file is saved. Needs nothing but a JDK, so that it adds nothing
 * to the class path of the service. One thread does all of it; the output of each process is copied
 * by one of its own.
 */
package dev.starling.dev;
