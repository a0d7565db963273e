package dev.starling.terminal.chat;

import dev.starling.terminal.screen.Line;
import dev.starling.terminal.screen.Screen;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A screen on which the test types and reads. */
final class FakeScreen implements Screen {
  private static final long PATIENCE_SECONDS = 60;

  private final boolean interactive;
  private final BlockingQueue<Optional<String>> typed = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();

  FakeScreen(boolean interactive) {
    this.interactive = interactive;
  }

  void type(String line) {
    typed.add(Optional.of(line));
  }

  void end() {
    typed.add(Optional.empty());
  }

  /** The next line shown. */
  String next() throws InterruptedException {
    String line = shown.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("nothing was shown");
    }
    return line;
  }

  @Override
  public boolean interactive() {
    return interactive;
  }

  @Override
  public Optional<String> ask(String question) {
    return read(question);
  }

  @Override
  public Optional<String> read(String prompt) {
    try {
      return typed.take();
    } catch (InterruptedException ended) {
      return Optional.empty();
    }
  }

  @Override
  public void show(Line line) {
    shown.add(line.toString());
  }

  @Override
  public void ring() {
    shown.add("(bell)");
  }

  @Override
  public void close() {}
}
