/**
 * Checks of targets: URLs parsed as browsers parse them, names resolved once, and special-purpose
 * addresses (RFC 6890) refused unless the allow list has them.
 */
package dev.starling.probe.guard;
