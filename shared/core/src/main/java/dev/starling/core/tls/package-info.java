/** TLS: certificates read from files, checked, and renewed while the process runs. */
package dev.starling.core.tls;
