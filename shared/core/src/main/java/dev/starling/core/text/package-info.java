/** Texts as standards define them: numbers and regular expressions. Pure, for any thread. */
package dev.starling.core.text;
