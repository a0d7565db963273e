package dev.starling.core.settings;

import java.util.regex.Pattern;

/**
 * Environment variables that Kubernetes injects into every container, several for each service in
 * the namespace; those of a service called {@code starling-...} look like settings.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">Kubernetes:
 *     service environment variables</a>
 */
final class KubernetesVariables {
  private static final Pattern NAME =
      Pattern.compile(
          "STARLING(_[A-Z0-9_]+)?_"
              + "(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
              + "|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");
  private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private KubernetesVariables() {}

  /** Whether the name can only be one of Kubernetes's, unless a setting has it. */
  static boolean isInjectedName(String variable) {
    return NAME.matcher(variable).matches();
  }

  /** Whether this is the address of a service, even if a setting such as a port has the name. */
  static boolean isInjectedAddress(String variable, String value) {
    return variable.endsWith("_PORT") && ADDRESS.matcher(value).matches();
  }
}
