/** Messages between the services of the shop over the event bus: one file a conversation. */
package dev.starling.shop;
