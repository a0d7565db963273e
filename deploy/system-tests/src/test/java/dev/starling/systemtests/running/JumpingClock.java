package dev.starling.systemtests.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A wall clock of its own for the processes of a place, which can be set while they run. Their
 * monotonic clock goes on as on any machine whose clock is set.
 */
public final class JumpingClock implements AutoCloseable {
  private final Path library = Requirements.faketime();
  private final Path offset;

  /** One that shows the right time. */
  public JumpingClock() {
    try {
      offset = Files.createTempFile("starling-clock-", "").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    set(Duration.ZERO);
  }

  /** On this machine, with this clock. */
  public Place place() {
    List<String> prefix =
        List.of(
            "env",
            "LD_PRELOAD=" + library,
            "FAKETIME_TIMESTAMP_FILE=" + offset,
            "FAKETIME_CACHE_DURATION=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1");
    return new Place(prefix, Place.HERE.clusterHost(), Place.HERE.clientHost());
  }

  /** Sets it so far ahead, or back; the processes notice within a second. */
  public void set(Duration ahead) {
    try {
      Files.writeString(offset, "%+d\n".formatted(ahead.toSeconds()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    offset.toFile().delete();
  }
}
