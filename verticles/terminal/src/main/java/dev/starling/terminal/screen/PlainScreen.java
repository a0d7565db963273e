package dev.starling.terminal.screen;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Standard input and output, UTF-8 whatever the locale. What went wrong goes to standard error, so
 * that the conversation can be piped on.
 */
final class PlainScreen implements Screen {
  private final BufferedReader input =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private final PrintStream output = utf8(FileDescriptor.out);
  private final PrintStream errors = utf8(FileDescriptor.err);

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  @Override
  public boolean interactive() {
    return false;
  }

  @Override
  public Optional<String> ask(String question) {
    throw new UnsupportedOperationException("nobody is there to ask");
  }

  @Override
  public Optional<String> read(String prompt) {
    try {
      return Optional.ofNullable(input.readLine());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void show(Line line) {
    (line.kind() == Line.Kind.PROBLEM ? errors : output).println(line);
  }

  @Override
  public void ring() {
    // In a pipe the bell would be a character like any other.
  }

  @Override
  public void close() {
    output.flush();
    errors.flush();
  }
}
