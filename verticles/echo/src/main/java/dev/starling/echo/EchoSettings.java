package dev.starling.echo;

import dev.starling.core.settings.ServiceSettings;
import dev.starling.core.settings.Size;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** The settings of echo; the defaults are in {@code config/echo.yaml}. */
@ConfigMapping
public interface EchoSettings extends ServiceSettings {
  /**
   * Whether it echoes lines and announces clients that come and go, or echoes bytes as they come
   * (RFC 862).
   */
  boolean announce();

  /** A connection that sends nothing for longer is closed; zero is never. */
  Duration idleTimeout();

  /** Bytes of announcements that may wait for a client that does not read. */
  Size outboxLimit();

  /** Where clients connect. */
  Listener tcp();
}
