package dev.starling.dev;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Files at one moment, by their time and size. They are looked at again and again rather than
 * watched: the JDK's {@code WatchService} takes seconds on macOS, and sees nothing on many shared
 * and network file systems.
 */
final class Snapshot {
  private static final long INTERVAL_MILLIS = 100;

  private final Map<Path, Version> files;

  private record Version(FileTime time, long size) {}

  private Snapshot(Map<Path, Version> files) {
    this.files = files;
  }

  /**
   * @param roots folders, with all below them, and files; one that is not there is empty
   */
  static Snapshot of(Collection<Path> roots) throws IOException {
    Map<Path, Version> files = new HashMap<>();
    for (Path root : roots) {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.put(file, new Version(attributes.lastModifiedTime(), attributes.size()));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return new Snapshot(files);
  }

  /** Waits until files differ from these, and are as they are for a moment. */
  Snapshot next(Collection<Path> roots) throws IOException, InterruptedException {
    Snapshot before = this;
    while (true) {
      TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      Snapshot now = of(roots);
      // An editor may write a file in several steps, and a checkout many files.
      if (!now.files.equals(files) && now.files.equals(before.files)) {
        return now;
      }
      before = now;
    }
  }

  /** Files that are new, changed or gone since. */
  Set<Path> changedSince(Snapshot earlier) {
    Set<Path> changed = new HashSet<>(earlier.files.keySet());
    changed.addAll(files.keySet());
    changed.removeIf(
        path -> files.containsKey(path) && files.get(path).equals(earlier.files.get(path)));
    return changed;
  }

  Set<Path> paths() {
    return files.keySet();
  }
}
