/** What the services of the shop ask each other over the event bus: one file a conversation. */
package dev.starling.shared.shop;
