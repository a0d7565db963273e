package dev.starling.terminal.sql;

import java.io.IOException;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/** Whether a terminal shows what is written, although this is no conversation. */
final class Tty {
  private Tty() {}

  static boolean isOutput() {
    try {
      return TerminalProvider.load("jni").isSystemStream(SystemStream.Output);
    } catch (IOException | LinkageError unknown) {
      return false;
    }
  }
}
