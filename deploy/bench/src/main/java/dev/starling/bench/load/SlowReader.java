package dev.starling.bench.load;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends an echo server more than it can hold, as fast as it takes it, and reads it back slowly.
 *
 * <p>First it reads nothing at all; what the server accepts in that time it has to keep somewhere.
 * Then it reads one block every few milliseconds and compares every byte.
 */
public final class SlowReader implements AutoCloseable {
  private static final int BLOCK = 64 * 1024;
  private static final int BLOCKS = 800;
  private static final long PAUSE_MILLIS = 10;
  private static final long SEED = 50;

  /** How much is sent and must come back. */
  public static final long TOTAL_BYTES = (long) BLOCK * BLOCKS;

  private final Socket socket = new Socket();
  private final AtomicLong sent = new AtomicLong();
  private final CompletableFuture<Void> sending;

  /** Connects to the server on this port and starts to send. */
  public SlowReader(int port) throws IOException {
    // Set before connecting, it is fixed: else the system grows it and reads for the slow reader.
    socket.setReceiveBufferSize(BLOCK);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(10_000);
    sending = CompletableFuture.runAsync(this::send);
  }

  /** Bytes the server, and the system on the way, have accepted so far. */
  public long sent() {
    return sent.get();
  }

  /**
   * Reads everything back, slowly.
   *
   * @throws IOException when a byte differs, is missing or too many, or nothing comes for 10 s
   */
  public void readAll() throws IOException, InterruptedException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    Random expected = new Random(SEED);
    byte[] wanted = new byte[BLOCK];
    byte[] got = new byte[BLOCK];
    for (int block = 0; block < BLOCKS; block++) {
      in.readFully(got);
      expected.nextBytes(wanted);
      int difference = Arrays.mismatch(wanted, got);
      if (difference >= 0) {
        throw new IOException("byte " + ((long) block * BLOCK + difference) + " differs");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    try {
      sending.get();
    } catch (ExecutionException e) {
      throw new IOException("sending failed", e.getCause());
    }
    if (in.available() > 0) {
      throw new IOException("more came back than was sent");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void send() {
    try {
      OutputStream out = socket.getOutputStream();
      Random random = new Random(SEED);
      byte[] bytes = new byte[BLOCK];
      for (int block = 0; block < BLOCKS; block++) {
        random.nextBytes(bytes);
        out.write(bytes);
        sent.addAndGet(bytes.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
