package dev.starling.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files as the list of services has them: whole ones, and others of which parts are written, each
 * between a line with {@code begin <name>} and one with {@code end <name>}.
 */
final class WrittenFiles {
  private WrittenFiles() {}

  /** By path from the root of the repository. */
  static Map<String, String> all() {
    Map<String, String> files = new LinkedHashMap<>();
    String modules =
        Stream.concat(ServiceList.SERVICES.stream(), ServiceList.PROGRAMS.stream())
            .sorted()
            .map(MavenText::module)
            .collect(Collectors.joining());
    put(files, "verticles/pom.xml", "modules", modules);
    put(files, "deploy/quickstart/pom.xml", "services", each(MavenText::dependency));
    put(files, "deploy/system-tests/pom.xml", "services", each(MavenText::order));
    put(files, "deploy/compose.yaml", "containers", each(ComposeText::containers));
    put(files, "deploy/compose.yaml", "awaited", each(ComposeText::awaited));
    put(files, "deploy/compose.yaml", "balanced", each(ComposeText::balanced));
    put(files, "deploy/compose.yaml", "secrets", each(ComposeText::secret));
    put(files, "deploy/haproxy/haproxy.cfg", "binds", each(HaproxyText::binds));
    put(files, "deploy/haproxy/haproxy.cfg", "instances", each(HaproxyText::instances));
    put(files, "deploy/haproxy/haproxy.cfg", "listeners", each(HaproxyText::listeners));
    put(files, "deploy/monitoring/prometheus.yaml", "targets", each(WrittenFiles::scraped));
    String kubernetes = "deploy/kubernetes/";
    put(files, kubernetes + "base/kustomization.yaml", "services", each(KubernetesText::resource));
    put(files, kubernetes + "example/kustomization.yaml", "images", each(KubernetesText::image));
    for (ListedService service : ServiceList.ALL) {
      files.put(
          kubernetes + "base/services/" + service.name() + "/kustomization.yaml",
          KubernetesText.kustomization(service));
    }
    return files;
  }

  /** A file as it is there; empty when it is not. */
  static String present(String path) {
    Path file = Repository.ROOT.resolve(path);
    return Files.exists(file) ? Repository.read(file) : "";
  }

  /** Makes a file what it is to be. */
  static void write(String path, String text) {
    Path file = Repository.ROOT.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String each(Function<ListedService, String> text) {
    return ServiceList.ALL.stream().map(text).collect(Collectors.joining());
  }

  private static void put(Map<String, String> files, String path, String name, String part) {
    String text = files.getOrDefault(path, present(path));
    Pattern place =
        Pattern.compile(
            "(?ms)^([^\\n]*\\bbegin %1$s\\b[^\\n]*\\n).*?(^[^\\n]*\\bend %1$s\\b)".formatted(name));
    Matcher matcher = place.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError(path + " has no lines with begin " + name + " and end " + name);
    }
    String replacement = Matcher.quoteReplacement(matcher.group(1) + part + matcher.group(2));
    files.put(path, matcher.replaceFirst(replacement));
  }

  private static String scraped(ListedService service) {
    return "      - {labels: {app: starling, job: %s}, targets: [\"127.0.0.1:%d\", \"127.0.0.1:%d\"]}\n"
        .formatted(service.name(), service.management() + 100, service.management() + 200);
  }
}
