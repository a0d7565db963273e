package dev.starling.systemtests.running;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs from the machine beyond a JDK. Without it the test is skipped and says why,
 * unless {@code STARLING_TESTS_SKIP_NOTHING=true} is set: then it fails.
 */
public final class Requirements {
  private Requirements() {}

  /** Skips or fails the current test unless the condition holds. */
  public static void need(boolean there, String otherwise) {
    if (there) {
      return;
    }
    if ("true".equals(System.getenv("STARLING_TESTS_SKIP_NOTHING"))) {
      fail(otherwise);
    }
    System.out.println("SKIPPED: " + otherwise);
    Assumptions.abort(otherwise);
  }

  /** HAProxy's path. */
  public static Path haproxy() {
    return program("haproxy", "HAProxy is not installed (Debian: apt-get install haproxy)");
  }

  /** Chromium's path. */
  public static Path chromium() {
    return program("chromium", "Chromium is not installed (Debian: apt-get install chromium)");
  }

  /** The library that gives a process a clock of its own. */
  public static Path faketime() {
    Optional<Path> found = Optional.empty();
    try (Stream<Path> libraries = Files.find(Path.of("/usr/lib"), 3, Requirements::isFaketime)) {
      found = libraries.findFirst();
    } catch (IOException | UncheckedIOException unreadable) {
      // As if it were not there.
    }
    need(found.isPresent(), "libfaketime is not installed (Debian: apt-get install faketime)");
    return found.orElseThrow();
  }

  private static boolean isFaketime(Path path, BasicFileAttributes any) {
    return path.endsWith("libfaketimeMT.so.1");
  }

  /** The {@code script} command, which runs others on a pseudo-terminal. */
  public static Path script() {
    return program("script", "script is not installed (Debian: apt-get install bsdutils)");
  }

  /** The {@code ip} command, with the right to make network namespaces. */
  public static void networks() {
    program("ip", "the ip command is not installed (Debian: apt-get install iproute2)");
    String probe = "slp-" + ProcessHandle.current().pid();
    boolean allowed =
        Shell.succeeds("ip", "netns", "add", probe)
            && Shell.succeeds("ip", "link", "add", probe, "type", "bridge");
    Shell.succeeds("ip", "link", "delete", probe);
    Shell.succeeds("ip", "netns", "delete", probe);
    need(allowed, "network namespaces and bridges cannot be made here (root can)");
  }

  /** The IPv6 loopback address. */
  public static void ipv6() {
    boolean there;
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("::1", 0));
      there = true;
    } catch (IOException none) {
      there = false;
    }
    need(there, "this machine has no IPv6 (no address ::1)");
  }

  /** Open files that a process may have; a connection is one. */
  public static void openFiles(long needed) {
    long limit =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : 0;
    need(limit >= needed, "a process may open " + limit + " files, this needs " + needed);
  }

  /** The service's jar; without it nothing can be tested, so this is never skipped. */
  static void built(String service) {
    Path jar = Java.jar(service);
    if (!Files.isReadable(jar)) {
      fail("no " + jar.normalize() + ": build the services first (mvn package)");
    }
  }

  /** A Java installation of this version. */
  public static Java java(int version) {
    Optional<Java> found = Java.version(version);
    String variable = "JAVA_" + version + "_HOME";
    need(found.isPresent(), "no JDK " + version + " in /usr/lib/jvm, and no " + variable);
    return found.orElseThrow();
  }

  private static Path program(String name, String otherwise) {
    // Debian keeps servers in /usr/sbin, which is not in every user's PATH.
    Optional<Path> found =
        Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
            .map(directory -> Path.of(directory, name))
            .filter(Files::isExecutable)
            .findFirst();
    need(found.isPresent(), otherwise);
    return found.orElseThrow();
  }
}
