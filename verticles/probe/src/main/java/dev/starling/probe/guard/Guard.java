package dev.starling.probe.guard;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides what may be connected to. It looks at addresses, never at what a name seems to say; who
 * connects must use the very addresses that it returns and not ask for the name again, which may
 * lead elsewhere by then.
 */
public final class Guard {
  /** Names that DNS can hold (RFC 1035, section 2.3.4): a name server is not asked for others. */
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)[^.]{1,63}(\\.[^.]{1,63}){0,126}");

  private final Resolver resolver;
  private final AllowList allowList;

  public Guard(Resolver resolver, AllowList allowList) {
    this.resolver = resolver;
    this.allowList = allowList;
  }

  /**
   * The addresses at which a target may be connected to, best first; never empty. Fails with {@link
   * Forbidden} when any one of the name's addresses is not allowed, and with {@link UnknownHost}.
   */
  public Future<List<InetAddress>> admit(Target target) {
    return target
        .literal()
        .map(address -> Future.succeededFuture(List.of(address)))
        .orElseGet(() -> resolve(target.host()))
        .compose(addresses -> check(target, addresses));
  }

  private Future<List<InetAddress>> resolve(String name) {
    if (!NAME.matcher(name).matches()) {
      return Future.failedFuture(new UnknownHost("no address found for " + name));
    }
    return resolver
        .resolve(name)
        .recover(failure -> Future.succeededFuture(List.of()))
        .compose(
            addresses ->
                addresses.isEmpty()
                    ? Future.failedFuture(new UnknownHost("no address found for " + name))
                    : Future.succeededFuture(addresses));
  }

  private Future<List<InetAddress>> check(Target target, List<InetAddress> addresses) {
    for (InetAddress address : addresses) {
      Optional<String> kind = SpecialPurposeAddresses.kind(address);
      if (kind.isPresent() && !allowList.covers(target.host(), target.port(), address)) {
        return Future.failedFuture(
            new Forbidden(
                "%s port %d is not allowed: its address is %s"
                    .formatted(target.host(), target.port(), kind.get())));
      }
    }
    return Future.succeededFuture(addresses);
  }
}
