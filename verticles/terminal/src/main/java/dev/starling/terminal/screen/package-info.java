/**
 * Lines on a terminal or on standard output, made safe to print. Lines may be shown from any
 * thread.
 */
package dev.starling.terminal.screen;
