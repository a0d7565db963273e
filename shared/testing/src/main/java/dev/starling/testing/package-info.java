/**
 * The test kit: instances of a service in this JVM or as processes, clients, databases, tokens and
 * certificates, for JUnit 5. {@link dev.starling.testing.StarlingExtension} gives a test all of it
 * and closes what the test leaves open; it stands beside {@link io.vertx.junit5.VertxExtension},
 * which gives a test its own Vert.x and checkpoints.
 *
 * <p>Everything here blocks, with a limit of a minute for each wait, and is called from the test's
 * thread. A service runs on its own event loops; assertions made there belong into a {@link
 * io.vertx.junit5.VertxTestContext}.
 */
package dev.starling.testing;
