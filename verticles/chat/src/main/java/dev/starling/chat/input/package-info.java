/**
 * Checks of client input: user names, characters that imitate others, tokens, message limits and
 * send rates. Nothing here blocks.
 */
package dev.starling.chat.input;
