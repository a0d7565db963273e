package dev.starling.core.text;

/** The failure at the bottom of a chain of causes, which says most in the fewest words. */
public final class RootCause {
  private RootCause() {}

  /** The last cause; the failure itself when it has none. */
  public static Throwable of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The first line of the last cause's message, or the simple name of its class. */
  public static String line(Throwable failure) {
    Throwable root = of(failure);
    String name = root.getClass().getSimpleName();
    return root.getMessage() == null ? name : root.getMessage().lines().findFirst().orElse(name);
  }
}
