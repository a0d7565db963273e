package dev.starling.systemtests.running;

import java.util.List;

/** What clients speak to a service. */
public enum Protocol {
  HTTP,
  TCP;

  /** What a service speaks, the one that most of its clients use first. */
  static List<Protocol> of(String service) {
    return switch (service) {
      case "chat" -> List.of(HTTP, TCP);
      case "echo" -> List.of(TCP);
      default -> List.of(HTTP);
    };
  }
}
