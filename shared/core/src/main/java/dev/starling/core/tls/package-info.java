/**
 * TLS: certificates read from files, checked, and renewed while the process runs. Files are read at
 * start, and every ten seconds on a worker thread. Certificates that were read are immutable.
 */
package dev.starling.core.tls;
