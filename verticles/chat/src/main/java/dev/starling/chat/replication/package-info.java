/**
 * An instance's part in a room's replication: its operations go to the store in steps, one under
 * way ({@link dev.starling.chat.replication.Appender}), and its replica follows the transcript
 * ({@link dev.starling.chat.replication.Replica}). Both belong to one {@link
 * dev.starling.chat.replication.Loop} and know neither Vert.x's threads nor its bus.
 */
package dev.starling.chat.replication;
