package dev.starling.chat.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Thousands of runs log nothing of what goes wrong in them. */
final class Quiet implements BeforeAllCallback, AfterAllCallback {
  private static final Logger CHAT = (Logger) LoggerFactory.getLogger("dev.starling.chat");

  @Override
  public void beforeAll(ExtensionContext context) {
    CHAT.setLevel(Level.OFF);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    CHAT.setLevel(null);
  }
}
