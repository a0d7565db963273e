/**
 * This process as a member of a Hazelcast cluster: discovery, membership, mutual TLS between
 * members, and two checks over the event bus, one for lost registrations and one for clocks that
 * differ.
 *
 * <p>Starting and leaving the cluster block the caller. The two checks are verticles with their own
 * context; health checks and metrics read their state from any thread. Listeners of Hazelcast run
 * on Hazelcast's threads.
 */
package dev.starling.core.cluster;
