package dev.starling.checks;

import java.util.Locale;

/** What the Kubernetes example says of a service. */
final class KubernetesText {
  private KubernetesText() {}

  /** The whole of its {@code kustomization.yaml}. */
  static String kustomization(ListedService service) {
    String name = service.name();
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Written from deploy/services.yaml, as deploy/README.md says.
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources:
          - ../../service
        nameSuffix: -%1$s
        labels:
          - pairs: {app.kubernetes.io/name: %1$s}
            includeSelectors: true
            includeTemplates: true
        patches:
          - patch: |-
              apiVersion: apps/v1
              kind: Deployment
              metadata:
                name: starling
              spec:
                template:
        """
            .formatted(name));
    if (service.database().isPresent()) {
      line(text, 10, "metadata: {labels: {starling.dev/database: \"true\"}}");
    } else if (service.internet()) {
      line(text, 10, "metadata: {labels: {starling.dev/internet: \"true\"}}");
    }
    line(text, 10, "spec:");
    line(text, 12, "containers:");
    line(text, 14, "- name: service");
    line(text, 16, "image: starling/%s:0.1.0", name);
    line(text, 16, "ports:");
    service
        .ports()
        .forEach(
            (purpose, port) -> line(text, 18, "- {name: %s, containerPort: %d}", purpose, port));
    line(text, 18, "- {name: management, containerPort: %d}", service.management());
    line(text, 16, "env:");
    for (String purpose : service.ports().keySet()) {
      line(
          text, 18, "- {name: STARLING_%s_HOST, value: 0.0.0.0}", purpose.toUpperCase(Locale.ROOT));
    }
    if (service.database().isPresent()) {
      line(text, 18, "- name: STARLING_DATABASE_URI");
      line(text, 20, "valueFrom: {secretKeyRef: {name: starling-databases, key: %s}}", name);
    }
    text.append(
        """
          - patch: |-
              apiVersion: v1
              kind: Service
              metadata:
                name: starling
              spec:
                ports:
        """);
    service
        .ports()
        .forEach(
            (purpose, port) ->
                line(text, 10, "- {name: %1$s, port: %2$d, targetPort: %1$s}", purpose, port));
    return text.toString();
  }

  /** Its place among the resources. */
  static String resource(ListedService service) {
    return "  - services/%s\n".formatted(service.name());
  }

  /** Its image in a registry. */
  static String image(ListedService service) {
    return "  - {name: starling/%1$s, newName: registry.example.org/starling/%1$s}\n"
        .formatted(service.name());
  }

  private static void line(StringBuilder text, int indent, String format, Object... values) {
    text.append(" ".repeat(indent)).append(format.formatted(values)).append('\n');
  }
}
