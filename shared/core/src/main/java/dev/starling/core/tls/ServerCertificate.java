package dev.starling.core.tls;

import dev.starling.core.settings.ServiceSettings;
import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Path;
import java.util.Optional;

/** Certificate of a service's listeners, renewed while they listen. */
public final class ServerCertificate {
  private final KeyCertOptions options;
  private final CertificateReloader watch;

  private ServerCertificate(PemFiles files, Credentials first) {
    ReloadableKeyManager key = new ReloadableKeyManager(first.keyManager());
    this.options = KeyCertOptions.wrap(key);
    this.watch = new CertificateReloader(files, first, renewed -> key.renew(renewed.keyManager()));
  }

  /**
   * Reads the files that the settings name; empty when they name none. Blocks.
   *
   * @throws UnusableFiles says in one line what is wrong with which
   */
  public static Optional<ServerCertificate> of(ServiceSettings.Tls settings) throws UnusableFiles {
    if (settings.certificate().isEmpty()) {
      return Optional.empty();
    }
    PemFiles files =
        new PemFiles(
            "tls",
            Path.of(settings.certificate().get()),
            Path.of(settings.key().orElseThrow()),
            Optional.empty());
    return Optional.of(new ServerCertificate(files, files.load()));
  }

  /** For the options of a server; the same for all that show this certificate. */
  public KeyCertOptions options() {
    return options;
  }

  /** The watch for renewed files. */
  public CertificateReloader watch() {
    return watch;
  }
}
