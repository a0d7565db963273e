/** The settings of the chat service; immutable. */
package dev.starling.chat.settings;
