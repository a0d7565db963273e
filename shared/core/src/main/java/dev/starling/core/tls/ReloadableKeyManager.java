package dev.starling.core.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A server's key and certificate that can be replaced while it listens. Handshakes that have begun
 * end with what they began with; connections stay as they are. Thread-safe.
 */
final class ReloadableKeyManager extends X509ExtendedKeyManager {
  // Java asks for the key and for the certificate one after the other, by an alias: that has to
  // say which generation both are of.
  private volatile Generation newest;
  private volatile Generation previous;

  private record Generation(long number, X509ExtendedKeyManager keys) {
    String mark(String alias) {
      return alias == null ? null : number + ":" + alias;
    }

    boolean marked(String alias) {
      return alias.startsWith(number + ":");
    }
  }

  ReloadableKeyManager(X509ExtendedKeyManager first) {
    newest = new Generation(1, first);
    previous = newest;
  }

  /** Has later handshakes use this one. */
  synchronized void renew(X509ExtendedKeyManager renewed) {
    previous = newest;
    newest = new Generation(previous.number() + 1, renewed);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    Generation now = newest;
    return now.mark(now.keys().chooseEngineServerAlias(keyType, issuers, engine));
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    Generation now = newest;
    return now.mark(now.keys().chooseServerAlias(keyType, issuers, socket));
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    Generation now = newest;
    String[] aliases = now.keys().getServerAliases(keyType, issuers);
    return aliases == null ? null : Stream.of(aliases).map(now::mark).toArray(String[]::new);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return generation(alias).keys().getCertificateChain(bare(alias));
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return generation(alias).keys().getPrivateKey(bare(alias));
  }

  /** It is for servers. */
  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  /** It is for servers. */
  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }

  private Generation generation(String alias) {
    Generation now = newest;
    return now.marked(alias) ? now : previous;
  }

  private static String bare(String alias) {
    return alias.substring(alias.indexOf(':') + 1);
  }
}
