package dev.starling.database;

import dev.starling.postgres.PostgresUri;
import dev.starling.postgres.PostgresUri.Encryption;
import dev.starling.postgres.PostgresUri.Server;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections of JDBC to the server that a URI means. */
final class JdbcSource {
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** A statement of a migration may take so long. */
  private static final int STATEMENT_SECONDS = 120;

  private JdbcSource() {}

  /**
   * Opens nothing yet.
   *
   * @param uri of one server
   * @param application what the server lists its connections as, unless the URI says otherwise
   */
  static PGSimpleDataSource of(PostgresUri uri, String application) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    Server server = uri.servers().get(0);
    source.setServerNames(new String[] {server.isSocket() ? "localhost" : server.host()});
    source.setPortNumbers(new int[] {server.port()});
    source.setDatabaseName(uri.database());
    source.setUser(uri.user());
    source.setPassword(uri.password().orElse(""));
    source.setApplicationName(uri.properties().getOrDefault("application_name", application));
    Optional.ofNullable(uri.properties().get("options")).ifPresent(source::setOptions);
    int seconds = (int) uri.connectTimeout().orElse(CONNECT_TIMEOUT).toSeconds();
    source.setConnectTimeout(seconds);
    source.setLoginTimeout(seconds);
    source.setSocketTimeout(STATEMENT_SECONDS);
    source.setTcpKeepAlive(true);
    // Named statements would be looked for where a pooler did not prepare them.
    source.setPrepareThreshold(0);
    encrypt(source, uri.encryption());
    if (server.isSocket()) {
      source.setSocketFactory(UnixSocketFactory.class.getName());
      source.setSocketFactoryArg(server.socketFile());
      source.setSslMode("disable");
    }
    return source;
  }

  private static void encrypt(PGSimpleDataSource source, Encryption encryption) {
    PostgresUri.SslMode mode = encryption.mode();
    if (mode == PostgresUri.SslMode.REQUIRE && encryption.authority().isPresent()) {
      mode = PostgresUri.SslMode.VERIFY_CA;
    }
    source.setSslMode(mode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (encryption.authorityFile().isPresent()) {
      source.setSslRootCert(encryption.authorityFile().get());
    } else if (mode.compareTo(PostgresUri.SslMode.VERIFY_CA) >= 0) {
      source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    if (encryption.binding()) {
      source.setChannelBinding("require");
    }
  }
}
