/**
 * Rooms in the memory of the chat instances, which form a Hazelcast cluster of their own: services
 * that keep no rooms neither hold nor outvote them. A room is one entry of a map; a step is an
 * entry processor that runs where the entry is and is repeated on each copy.
 */
package dev.starling.chat.store.cluster;
