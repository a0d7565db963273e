package dev.starling.net.internal;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Keeps a socket registered with epoll while it waits for no event.
 *
 * <p>Netty 4.2.13 to 4.2.20 removes it ({@code EPOLL_CTL_DEL}, the fix of CVE-2026-42577) but does
 * not note that, so that the next interest is an {@code EPOLL_CTL_MOD} of what is not there. That
 * fails with {@code ENOENT} and counts as a failed write: a client that has ended its side loses
 * what it was still to get. Here "no event" is {@code EPOLLET} alone. Errors and hang-ups, which
 * epoll reports unasked, are then reported once and not for ever, which is what the removal was for
 * (epoll(7), epoll_ctl(2)).
 *
 * <p>Belongs to one event loop, as what it wraps does.
 */
final class RetainingEpollHandler implements IoHandler {
  private final IoHandler handler;

  private RetainingEpollHandler(IoHandler handler) {
    this.handler = handler;
  }

  /**
   * Wraps what a factory makes.
   *
   * @param factory of epoll
   */
  static IoHandlerFactory over(IoHandlerFactory factory) {
    return new IoHandlerFactory() {
      @Override
      public IoHandler newHandler(ThreadAwareExecutor executor) {
        return new RetainingEpollHandler(factory.newHandler(executor));
      }

      @Override
      public boolean isChangingThreadSupported() {
        return factory.isChangingThreadSupported();
      }
    };
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return new Registration(handler.register(handle));
  }

  @Override
  public void initialize() {
    handler.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    return handler.run(context);
  }

  @Override
  public void prepareToDestroy() {
    handler.prepareToDestroy();
  }

  @Override
  public void destroy() {
    handler.destroy();
  }

  @Override
  public void wakeup() {
    handler.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return handler.isCompatible(handleType);
  }

  private record Registration(IoRegistration registration) implements IoRegistration {
    @Override
    public long submit(IoOps ops) {
      return registration.submit(EpollIoOps.NONE.equals(ops) ? EpollIoOps.EPOLLET : ops);
    }

    @Override
    public <T> T attachment() {
      return registration.attachment();
    }

    @Override
    public boolean isValid() {
      return registration.isValid();
    }

    @Override
    public boolean cancel() {
      return registration.cancel();
    }
  }
}
