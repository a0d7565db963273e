package dev.starling.systemtests.running;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory, which can be filled to its last byte. */
public final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 4_096;

  private final Path root;
  private final Path ballast;

  private SmallDisk(Path root) {
    this.root = root;
    this.ballast = root.resolve("ballast");
  }

  /** An empty one of so many megabytes. */
  public static SmallDisk of(int megabytes) {
    try {
      Path root = Files.createTempDirectory("starling-disk-");
      boolean mounted =
          Shell.succeeds(
              "mount",
              "-t",
              "tmpfs",
              "-o",
              "mode=0777,size=" + megabytes + "m",
              "starling",
              root.toString());
      Requirements.need(mounted, "file systems cannot be mounted here (root can)");
      return new SmallDisk(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its files are. */
  public Path root() {
    return root;
  }

  /** Leaves no room for anything. */
  public void fill() {
    try (OutputStream file = Files.newOutputStream(ballast)) {
      while (root.toFile().getUsableSpace() >= BLOCK) {
        file.write(new byte[BLOCK]);
      }
    } catch (IOException full) {
      if (root.toFile().getUsableSpace() >= BLOCK) {
        throw new UncheckedIOException(full);
      }
    }
  }

  /** Gives the room back. */
  public void free() {
    try {
      Files.deleteIfExists(ballast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Shell.run("umount", root.toString());
    root.toFile().delete();
  }
}
