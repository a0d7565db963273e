package dev.starling.systemtests.clients;

import dev.starling.systemtests.running.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections from people who mean no good: they are made, perhaps written to once, and kept. */
public final class SilentConnections implements AutoCloseable {
  private final List<SocketChannel> open = new ArrayList<>();
  private final InetSocketAddress address;

  /** None yet. */
  public SilentConnections(Address address) {
    this.address = new InetSocketAddress(address.host(), address.port());
  }

  /** Opens one more. */
  public void add() throws IOException {
    open.add(SocketChannel.open(address));
  }

  /** Opens one more that sends this, and nothing after it. */
  public void add(byte[] garbage) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    open.add(channel);
    try {
      channel.write(ByteBuffer.wrap(garbage));
    } catch (IOException closedAlready) {
      // As it deserves.
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}
