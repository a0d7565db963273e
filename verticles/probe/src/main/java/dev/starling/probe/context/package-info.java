/** The probe's settings, and the objects that its event loops share: limits, guard and threads. */
package dev.starling.probe.context;
