package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of what the services consist of, where the build was asked for one. */
class SbomTest {
  private static final Path FILE = Repository.ROOT.resolve("target/bom.json");

  private final List<String> names = new ArrayList<>();
  private JsonNode bom;

  @BeforeEach
  void read() throws Exception {
    boolean skipNothing = "true".equals(System.getenv("STARLING_TESTS_SKIP_NOTHING"));
    Assumptions.assumeTrue(skipNothing || Files.exists(FILE), "mvn -Psbom writes " + FILE);
    bom = new ObjectMapper().readTree(FILE.toFile());
    bom.get("components").forEach(part -> names.add(part.get("purl").asText()));
  }

  @Test
  void it_is_of_the_version_of_cyclonedx_that_tools_expect() {
    assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bom.get("specVersion").asText()).isEqualTo("1.6");
  }

  @Test
  void it_has_every_service_and_what_they_are_built_on() {
    Stream<String> jars =
        Stream.of(
                ServiceList.SERVICES.stream(),
                ServiceList.PROGRAMS.stream(),
                Stream.of("quickstart"))
            .flatMap(some -> some);
    for (String service : jars.toList()) {
      assertThat(names)
          .anyMatch(name -> name.startsWith("pkg:maven/dev.starling/" + service + "@"));
    }
    assertThat(names)
        .anyMatch(name -> name.startsWith("pkg:maven/io.vertx/vertx-core@"))
        .anyMatch(name -> name.startsWith("pkg:maven/io.netty/netty-codec-http@"))
        .anyMatch(name -> name.startsWith("pkg:maven/com.hazelcast/hazelcast@"));
  }

  @Test
  void it_has_nothing_that_only_tests_need() {
    assertThat(names)
        .noneMatch(name -> name.contains("junit"))
        .noneMatch(name -> name.contains("playwright"))
        .noneMatch(name -> name.contains("fabric8"));
  }

  @Test
  void each_part_can_be_told_from_a_forged_one_and_says_its_licence() {
    for (JsonNode part : bom.get("components")) {
      String name = part.get("purl").asText();
      assertThat(part.has("licenses")).as(name).isTrue();
      assertThat(part.has("hashes") || name.startsWith("pkg:maven/dev.starling/"))
          .as(name)
          .isTrue();
    }
  }
}
