/** Reports of a load run as text, JSON and HTML, with the distribution of latencies. */
package dev.starling.terminal.load.report;
