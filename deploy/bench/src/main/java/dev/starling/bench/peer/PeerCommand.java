package dev.starling.bench.peer;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The command with which the bench starts a bare peer as a process of its own.
 *
 * <p>It returns when the peer is ready; the peer serves until the process is ended.
 */
@Command(name = PeerCommand.NAME, hidden = true)
public final class PeerCommand implements Runnable {
  /** Its name on the command line. */
  public static final String NAME = "peer";

  /** The peers there are. */
  public enum Peer {
    BROADCAST,
    RAW_BROADCAST,
    ECHO,
    CHAT,
    /** Takes the address of its database as argument. */
    CATALOGUE
  }

  @Parameters(index = "0")
  private Peer peer;

  @Parameters(index = "1")
  private int port;

  @Parameters(index = "2..*", hidden = true)
  private List<String> arguments = List.of();

  @Override
  public void run() {
    AtomicInteger count = new AtomicInteger();
    CopyOnWriteArrayList<BareChat> chatLoops = new CopyOnWriteArrayList<>();
    Supplier<Deployable> verticle =
        switch (peer) {
          case BROADCAST -> () -> new BareBroadcast(port, FrameEncoding.FRAMES, count);
          case RAW_BROADCAST -> () -> new BareBroadcast(port, FrameEncoding.BYTES, count);
          case ECHO -> () -> new BareEcho(port);
          case CHAT -> () -> new BareChat(port, chatLoops);
          case CATALOGUE -> () -> new BareCatalogue(port, arguments.get(0));
        };
    Vertx.vertx(new VertxOptions().setPreferNativeTransport(true))
        .deployVerticle(
            verticle,
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
        .await();
  }
}
