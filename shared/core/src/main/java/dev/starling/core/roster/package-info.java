/**
 * Connections of a service, counted over all instances of the cluster: every instance reports its
 * own total, the others keep the latest report.
 *
 * <p>{@link dev.starling.core.roster.Roster} is pure logic without clock, thread or socket. {@link
 * dev.starling.core.roster.LiveRoster} runs it on one event loop of its own and may be called from
 * any; answers come back on the caller's event loop. {@link dev.starling.core.roster.KeyedRoster}
 * and {@link dev.starling.core.roster.LiveKeyedRoster} do the same for each key of a service, such
 * as a room or a tenant.
 */
package dev.starling.core.roster;
