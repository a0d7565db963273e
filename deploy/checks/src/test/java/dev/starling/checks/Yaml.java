package dev.starling.checks;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Reads YAML, anchors and merge keys resolved, into trees and types; what a type lacks is refused.
 */
final class Yaml {
  private static final int MOST_ALIASES = 500;

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(new NothingElse());

  /** The models take any field besides those they know; here they must not. */
  private static final class NothingElse extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  private Yaml() {}

  /** All documents of a file; a key given twice is an error. */
  static List<JsonNode> documents(Path file) {
    return documents(Repository.read(file));
  }

  static List<JsonNode> documents(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    // compose.yaml repeats little and refers much.
    options.setMaxAliasesForCollections(MOST_ALIASES);
    List<JsonNode> documents = new ArrayList<>();
    for (Object document :
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).loadAll(text)) {
      documents.add(STRICT.valueToTree(document));
    }
    return documents;
  }

  static JsonNode document(Path file) {
    List<JsonNode> documents = documents(file);
    if (documents.size() != 1) {
      throw new IllegalArgumentException(file + " has " + documents.size() + " documents");
    }
    return documents.get(0);
  }

  /**
   * A tree as a type.
   *
   * @throws IllegalArgumentException when it has a field that the type has not, or a wrong value
   */
  static <T> T as(Class<T> type, JsonNode tree) {
    return STRICT.convertValue(tree, type);
  }
}
