/**
 * Code that depends on internals of Vert.x and Netty, which may change with any version of them.
 */
package dev.starling.shared.net.internal;
