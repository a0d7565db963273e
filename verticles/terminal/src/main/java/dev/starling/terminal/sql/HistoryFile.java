package dev.starling.terminal.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Where statements are remembered from one visit to the next: {@code starling/sql_history} in the
 * user's directory for state, open to nobody else. {@code STARLING_SQL_HISTORY} names another file;
 * set to nothing, nothing is kept.
 */
record HistoryFile(Map<String, String> environment, Path home) {
  private static final String VARIABLE = "STARLING_SQL_HISTORY";

  /** Makes it, if need be; empty when none is wanted, or none can be written. */
  Optional<Path> prepare() {
    String chosen = environment.get(VARIABLE);
    if (chosen != null && chosen.isEmpty()) {
      return Optional.empty();
    }
    Path file = chosen != null ? Path.of(chosen) : state().resolve("starling/sql_history");
    try {
      if (Files.notExists(file)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.createFile(file);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
      }
      return Files.isWritable(file) ? Optional.of(file) : Optional.empty();
    } catch (IOException notWritable) {
      return Optional.empty();
    }
  }

  private Path state() {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    return state.isEmpty() ? home.resolve(".local/state") : Path.of(state);
  }
}
