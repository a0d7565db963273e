package dev.starling.checks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * As much of kustomize as the files here use, so that what would be applied can be checked without
 * it; anything else is refused.
 *
 * @see <a href="https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/">kustomize:
 *     the file</a>
 */
record Kustomization(
    String apiVersion,
    String kind,
    List<String> resources,
    String namespace,
    String nameSuffix,
    List<Labels> labels,
    List<Patch> patches,
    List<Image> images) {

  record Labels(Map<String, String> pairs, boolean includeSelectors, boolean includeTemplates) {}

  record Patch(String patch) {}

  record Image(String name, String newName) {}

  /** The objects that the kustomization in this folder stands for. */
  static List<ObjectNode> render(Path folder) {
    Kustomization file =
        Yaml.as(Kustomization.class, Yaml.document(folder.resolve("kustomization.yaml")));
    List<ObjectNode> objects = new ArrayList<>();
    for (String resource : file.resources) {
      Path path = folder.resolve(resource).normalize();
      if (Files.isDirectory(path)) {
        objects.addAll(render(path));
      } else {
        Yaml.documents(path).forEach(document -> objects.add((ObjectNode) document));
      }
    }
    list(file.patches).forEach(patch -> apply(patch, objects));
    for (ObjectNode object : objects) {
      list(file.labels).forEach(labels -> label(labels, object));
      list(file.images).forEach(image -> rename(image, object));
      place(file, object);
    }
    return objects;
  }

  private static <T> List<T> list(List<T> values) {
    return values == null ? List.of() : values;
  }

  private static void apply(Patch patch, List<ObjectNode> objects) {
    JsonNode change = Yaml.documents(patch.patch).get(0);
    List<ObjectNode> targets =
        objects.stream()
            .filter(object -> object.get("kind").equals(change.get("kind")))
            .filter(object -> object.at("/metadata/name").equals(change.at("/metadata/name")))
            .toList();
    if (targets.size() != 1) {
      throw new IllegalArgumentException(targets.size() + " objects for the patch " + change);
    }
    merge(targets.get(0), (ObjectNode) change);
  }

  private static void merge(ObjectNode into, ObjectNode change) {
    change
        .fields()
        .forEachRemaining(
            field -> {
              JsonNode there = into.get(field.getKey());
              if (there instanceof ObjectNode object && field.getValue().isObject()) {
                merge(object, (ObjectNode) field.getValue());
              } else if (there instanceof ArrayNode array) {
                mergeNamed(array, (ArrayNode) field.getValue());
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }

  /** Lists whose elements have names: containers, variables. */
  private static void mergeNamed(ArrayNode into, ArrayNode change) {
    for (JsonNode element : change) {
      ObjectNode same = null;
      for (JsonNode there : into) {
        if (there.required("name").equals(element.required("name"))) {
          same = (ObjectNode) there;
        }
      }
      if (same == null) {
        into.add(element);
      } else {
        merge(same, (ObjectNode) element);
      }
    }
  }

  private static void label(Labels labels, ObjectNode object) {
    put(labels, object.withObject("/metadata/labels"));
    boolean deployment = object.get("kind").asText().equals("Deployment");
    if (deployment && labels.includeTemplates) {
      put(labels, object.withObject("/spec/template/metadata/labels"));
    }
    if (deployment && labels.includeSelectors) {
      put(labels, object.withObject("/spec/selector/matchLabels"));
    }
    if (object.get("kind").asText().equals("Service") && labels.includeSelectors) {
      put(labels, object.withObject("/spec/selector"));
    }
  }

  private static void put(Labels labels, ObjectNode into) {
    labels.pairs.forEach(into::put);
  }

  private static void rename(Image image, ObjectNode object) {
    for (JsonNode container : object.at("/spec/template/spec/containers")) {
      String[] parts = container.get("image").asText().split(":", 2);
      if (parts[0].equals(image.name)) {
        ((ObjectNode) container).put("image", image.newName + ":" + parts[1]);
      }
    }
  }

  private static void place(Kustomization file, ObjectNode object) {
    ObjectNode metadata = object.withObject("/metadata");
    if (file.nameSuffix != null) {
      metadata.put("name", metadata.get("name").asText() + file.nameSuffix);
      if (object.at("/spec/scaleTargetRef").isObject()) {
        ObjectNode target = object.withObject("/spec/scaleTargetRef");
        target.put("name", target.get("name").asText() + file.nameSuffix);
      }
    }
    if (file.namespace != null && !object.get("kind").asText().equals("Namespace")) {
      metadata.put("namespace", file.namespace);
    }
  }
}
