/**
 * The chat client. The conversation is logic on one thread, without sockets; the thread that reads
 * the keyboard may block.
 */
package dev.starling.terminal.chat;
