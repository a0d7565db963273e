package dev.starling.core.settings;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings that every service has. A service extends this with its own, which stand at the top
 * level beside these. The defaults are packed into the jar: those that all services share come with
 * this library, {@code config/<service>.yaml} holds a service's own and its ports.
 */
public interface ServiceSettings {
  /** Event-loop instances of the service's verticle; 0 is one per core. */
  @WithConverter(Converters.NonNegative.class)
  int instances();

  /** Whether an empty database is filled with sample rows; without effect where there is none. */
  boolean sampleData();

  /** How the service stops. */
  Drain drain();

  /** Where health and metrics are served. */
  Management management();

  /** How instances find each other. */
  Cluster cluster();

  /** Certificate of the listeners. */
  Tls tls();

  /** Limits on connections. */
  Connections connections();

  /** Format and levels of the log. */
  Log log();

  /** Export of traces. */
  Tracing tracing();

  /** How the service stops. */
  interface Drain {
    /** How long what is in flight may take to finish after SIGTERM. */
    Duration timeout();
  }

  /** Where health checks and metrics are served. */
  interface Management {
    /** Address to bind; the service's own when absent. */
    @WithConverter(Converters.Host.class)
    Optional<String> host();

    /** TCP port; 0 is any free one. */
    @WithConverter(Converters.Port.class)
    int port();

    /** Whether log levels can be read and changed there. */
    boolean logLevels();

    /** Whether it is served over TLS, with the service's certificate. */
    boolean tls();
  }

  /** How instances find each other. */
  interface Cluster {
    /** Whether to join other instances at all. */
    boolean enabled();

    /** Only instances with the same name join each other. */
    String name();

    /** Address that this instance binds and that the others reach it at. */
    @WithConverter(Converters.ReachableHost.class)
    String host();

    /** First port to try for the cluster; the next 19 are tried when it is taken. */
    @WithConverter(Converters.Port.class)
    int port();

    /** Port of the event bus; 0 is any free one, which the members tell each other. */
    @WithConverter(Converters.Port.class)
    int busPort();

    /** Where to look for others: {@code host:port}, or {@code host} for its 20 ports. */
    Optional<List<MemberAddress>> members();

    /** DNS name that resolves to all instances (Kubernetes: a headless service). */
    Optional<String> dns();

    /**
     * Chat instances that there should be: without more than half of them nothing is accepted; 0 is
     * off.
     */
    @WithConverter(Converters.NonNegative.class)
    int size();

    /**
     * Name of what this instance fails together with: a machine, a rack, a zone. Copies are kept
     * apart by it, or by the host's address where it is not given.
     */
    Optional<String> zone();

    /** Encryption between instances. */
    ClusterTls tls();
  }

  /** Certificate of the instances on the event bus; plain text when absent. */
  interface ClusterTls {
    /** PEM file with the certificate chain. */
    Optional<String> certificate();

    /** PEM file with the private key. */
    Optional<String> key();

    /** PEM file with the certificates of who must have signed the others'. */
    Optional<String> authority();
  }

  /** Certificate and key of the service's ports; plain text when absent. */
  interface Tls {
    /** PEM file with the certificate chain. */
    Optional<String> certificate();

    /** PEM file with the private key. */
    Optional<String> key();
  }

  /** Which connections are taken, on all ports for clients together; 0 is any number. */
  interface Connections {
    /** Connections open at once. */
    @WithConverter(Converters.NonNegative.class)
    int max();

    /** Connections open at once from one IPv4 address, or from one IPv6 network of 64 bits. */
    @WithConverter(Converters.NonNegative.class)
    int perAddress();

    /** New connections per second from one such address, in the long run. */
    @WithConverter(Converters.NonNegative.class)
    int ratePerAddress();

    /** New connections at once from one such address, after a while without any. */
    @WithConverter(Converters.Positive.class)
    int burstPerAddress();

    /** Addresses and blocks of addresses whose connections are counted for none of them. */
    Optional<List<AddressBlock>> exempt();

    /**
     * Whether every connection begins with the PROXY protocol, and the client's address is the one
     * that it names.
     */
    boolean proxyProtocol();
  }

  /** Whether traces of requests are exported, and where to. */
  interface Tracing {
    /** Whether traces are exported. */
    boolean enabled();

    /** Where a collector takes OTLP over HTTP; {@code /v1/traces} is added. */
    @WithConverter(Converters.HttpAddress.class)
    String endpoint();

    /** Share of the traces that begin here, which are sent; of others who began them decides. */
    @WithConverter(Converters.Share.class)
    double sampleRatio();
  }

  /** Format and levels of the log. */
  interface Log {
    /** Text for people, or JSON. */
    Format format();

    /** Level of loggers that have no level of their own. */
    Level level();

    /** Human-readable lines, or one JSON object per line. */
    enum Format {
      TEXT,
      JSON
    }

    /** Least severe level that is written. */
    enum Level {
      ERROR,
      WARN,
      INFO,
      DEBUG,
      TRACE
    }
  }

  /** Where a service keeps what must last. */
  interface Database {
    /** {@code postgresql://user:password@host:5432/name}. */
    @WithConverter(Converters.PostgresUri.class)
    Optional<String> uri();

    /** Connections to the database, of one process. */
    @WithConverter(Converters.Positive.class)
    int poolSize();
  }

  /** Authentication and authorization. */
  interface Auth {
    /** Bearer tokens in the form of JWT (RFC 7519). */
    Jwt jwt();
  }

  /** Which bearer tokens (RFC 7519) are good; none are asked for when there is no key. */
  interface Jwt {
    /** PEM file with the public key that tokens are signed for. */
    Optional<String> publicKey();

    /** Algorithm of the public key's signatures (RFC 7518), such as RS256 or ES256. */
    String algorithm();

    /** Secret shared with who signs, for HS256. */
    Optional<String> secret();

    /** JSON Web Key Set (RFC 7517) of the issuer's public keys: a file or an address. */
    Optional<String> jwks();

    /** How often the key set is read again. */
    Duration jwksRefresh();

    /** Required issuer of a token; any when absent. */
    Optional<String> issuer();

    /** Required audience of a token; any when absent. */
    Optional<String> audience();

    /** Scope that a token must have for what is guarded; none when absent. */
    Optional<String> scope();

    /** How far the clocks of this service and the issuer may be apart; for exp and nbf. */
    Duration leeway();

    /** Whether tokens are asked for. */
    default boolean isSet() {
      return publicKey().isPresent() || secret().isPresent() || jwks().isPresent();
    }
  }

  /** Where a service listens for HTTP and WebSocket. */
  interface Http {
    /** Its address. */
    @WithParentName
    Listener listener();

    /**
     * Origins whose pages may connect with WebSocket, and read answers (CORS). When absent, pages
     * of any may connect, and none of another origin may read.
     */
    Optional<List<String>> origins();

    /** Whether every answer is logged with a line on the logger {@code access}. */
    boolean accessLog();
  }

  /** A TCP address to listen on. */
  interface Listener {
    /** Name or IP address. */
    @WithConverter(Converters.Host.class)
    String host();

    /** TCP port; 0 is any free one. */
    @WithConverter(Converters.Port.class)
    int port();
  }
}
