package dev.starling.net.internal;

import java.lang.reflect.Field;
import java.util.Map;

/**
 * Does what {@code --sun-misc-unsafe-memory-access=allow} does, so that nobody has to pass it: from
 * Java 24 on (JEP 498) a JVM prints a warning when a library first uses {@code sun.misc.Unsafe}, as
 * Netty and Hazelcast do. The jar's manifest opens the package.
 */
public final class UnsafeWarning {
  private static final int FIRST_TO_WARN = 24;

  private UnsafeWarning() {}

  /** To be called before any library is touched; without effect where the JVM does not allow it. */
  public static void silence() {
    if (Runtime.version().feature() < FIRST_TO_WARN) {
      return;
    }
    try {
      Field saved = Class.forName("jdk.internal.misc.VM").getDeclaredField("savedProps");
      saved.setAccessible(true);
      @SuppressWarnings("unchecked")
      Map<String, String> properties = (Map<String, String>) saved.get(null);
      properties.putIfAbsent("sun.misc.unsafe.memory.access", "allow");
    } catch (ReflectiveOperationException | RuntimeException notAllowed) {
      // The warning is harmless, and a JVM that keeps it has its reasons.
    }
  }
}
