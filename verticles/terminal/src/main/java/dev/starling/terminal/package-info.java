/** The terminal program: a chat client, a load generator and an SQL console in one command. */
package dev.starling.terminal;
