package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.checks.Compose.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComposeTest {
  private static final Compose COMPOSE = Compose.read();

  static List<String> instances() {
    return ServiceList.SERVICES.stream()
        .sorted()
        .flatMap(service -> Stream.of(service + "-1", service + "-2"))
        .toList();
  }

  @Test
  void there_are_two_of_each_service_a_database_and_a_load_balancer() {
    assertThat(COMPOSE.services().keySet())
        .containsAll(instances())
        .contains("postgres", "haproxy")
        .hasSize(instances().size() + 2);
  }

  @ParameterizedTest
  @MethodSource("instances")
  void its_variables_are_settings_of_the_service(String instance) {
    Settings settings = settings(instance);
    Map<String, String> environment = service(instance).environment();
    assertThat(environment.keySet()).allMatch(settings::knows);
    for (String listener : List.of("http", "tcp")) {
      assertThat(environment.containsKey("STARLING_" + listener.toUpperCase(Locale.ROOT) + "_HOST"))
          .isEqualTo(settings.has(listener + ".host"));
    }
  }

  @ParameterizedTest
  @MethodSource("instances")
  void it_joins_at_its_own_fixed_address(String instance) {
    String address = address(instance);
    assertThat(service(instance).environment()).containsEntry("STARLING_CLUSTER_HOST", address);
    List<String> seeds =
        Stream.of("counter-1", "counter-2", "chat-1", "chat-2")
            .map(seed -> address(seed) + ":" + settings(seed).port("cluster.port"))
            .toList();
    assertThat(service(instance).environment().get("STARLING_CLUSTER_MEMBERS").split(","))
        .containsExactlyElementsOf(seeds);
  }

  @Test
  void no_address_is_given_twice() {
    assertThat(Stream.concat(instances().stream(), Stream.of("haproxy")).map(ComposeTest::address))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("instances")
  void its_database_comes_from_a_secret_file(String instance) {
    Settings settings = settings(instance);
    boolean stores = settings.has("database.uri") && !settings.service().equals("chat");
    Service service = service(instance);
    assertThat(service.environment()).doesNotContainKey("STARLING_DATABASE_URI");
    assertThat(service.networks().has("database")).isEqualTo(stores);
    assertThat(service.depends_on() != null && service.depends_on().containsKey("postgres"))
        .isEqualTo(stores);
    if (stores) {
      String file = settings + ".yaml";
      assertThat(service.secrets()).extracting(JsonNode::asText).containsExactly(file);
      assertThat(service.command()).containsExactly("--config", "/run/secrets/" + file);
    }
  }

  @Test
  void each_secret_is_made_by_the_script_and_is_known(@TempDir Path folder) throws Exception {
    Path compose = Files.createDirectory(folder.resolve("compose"));
    Path script = compose.resolve("make-secrets");
    Files.copy(Repository.DEPLOY.resolve("compose/make-secrets"), script);
    Files.copy(Repository.DEPLOY.resolve("services.yaml"), folder.resolve("services.yaml"));
    Program.Result made = new Program(Path.of("/bin/bash")).run(compose, script.toString());
    assertThat(made.code()).as(made.output()).isZero();
    COMPOSE
        .secrets()
        .forEach(
            (name, secret) -> {
              assertThat(secret.file()).isEqualTo("compose/secrets/" + name);
              assertThat(compose.resolve("secrets").resolve(name)).isNotEmptyFile();
            });
    assertThat(Yaml.document(compose.resolve("secrets/rest.yaml")).at("/database/uri").asText())
        .matches("postgresql://rest:[0-9a-f]{48}@postgres:5432/products");
    Program.Result again = new Program(Path.of("/bin/bash")).run(compose, script.toString());
    assertThat(again.code()).as("secrets in use are never replaced").isEqualTo(1);
    COMPOSE.services().values().stream()
        .flatMap(service -> service.secrets() == null ? Stream.of() : service.secrets().stream())
        .map(secret -> secret.isObject() ? secret.get("source").asText() : secret.asText())
        .forEach(name -> assertThat(COMPOSE.secrets()).containsKey(name));
  }

  @ParameterizedTest
  @MethodSource("instances")
  void it_is_shut_in_and_given_the_time_to_drain(String instance) {
    Service service = service(instance);
    assertThat(service.read_only()).isTrue();
    assertThat(service.cap_drop()).containsExactly("ALL");
    assertThat(service.security_opt()).containsExactly("no-new-privileges:true");
    assertThat(service.user()).matches("[1-9]\\d*:[1-9]\\d*");
    assertThat(service.mem_limit()).isNotBlank();
    assertThat(service.healthcheck().test()).containsExactly("CMD", "/app/health", "ready");
    assertThat(Duration.parse("PT" + service.stop_grace_period()))
        .isGreaterThan(settings(instance).drain().plusSeconds(8));
  }

  @Test
  void dependencies_exist_and_can_say_that_they_are_healthy() {
    COMPOSE
        .services()
        .forEach(
            (name, service) -> {
              if (service.depends_on() != null) {
                service
                    .depends_on()
                    .forEach(
                        (other, dependency) -> {
                          assertThat(dependency.condition()).isEqualTo("service_healthy");
                          assertThat(COMPOSE.services().get(other).healthcheck()).isNotNull();
                        });
              }
            });
  }

  @Test
  void the_load_balancer_is_told_where_every_instance_is() {
    Map<String, String> expected = new TreeMap<>();
    expected.put("LB_HOST", "0.0.0.0");
    expected.put("LB_STATS_BIND", "0.0.0.0:8999");
    for (String instance : instances()) {
      Settings settings = settings(instance);
      String number = instance.substring(instance.length() - 2).replace('-', '_');
      String name = "LB_" + settings.service().toUpperCase(Locale.ROOT);
      String host = address(instance) + ":";
      boolean both = settings.has("http.port") && settings.has("tcp.port");
      for (String listener : List.of("http", "tcp")) {
        if (settings.has(listener + ".port")) {
          String which = both ? "_" + listener.toUpperCase(Locale.ROOT) : "";
          expected.put(name + which + number, host + settings.port(listener + ".port"));
        }
      }
      expected.put(name + number + "_HEALTH", host + settings.port("management.port"));
    }
    Map<String, String> given = new TreeMap<>(COMPOSE.services().get("haproxy").environment());
    assertThat(given).isEqualTo(expected);
    String configuration = Repository.read(Repository.DEPLOY.resolve("haproxy/haproxy.cfg"));
    assertThat(given.keySet()).allMatch(name -> configuration.contains("presetenv " + name + " "));
  }

  @Test
  void only_what_clients_need_is_open_and_only_to_this_machine() {
    Pattern published =
        Pattern.compile("(\\$\\{BIND:-127\\.0\\.0\\.1}|127\\.0\\.0\\.1):(\\d+):\\2");
    COMPOSE
        .services()
        .forEach(
            (name, service) -> {
              if (!name.equals("haproxy")) {
                assertThat(service.ports()).as(name).isNull();
              }
            });
    assertThat(COMPOSE.services().get("haproxy").ports())
        .extracting(
            port -> {
              Matcher matcher = published.matcher(port);
              return matcher.matches() ? matcher.group(2) : port;
            })
        .containsExactlyInAnyOrder("8000", "8005", "8007", "8999");
  }

  private static Service service(String instance) {
    return COMPOSE.services().get(instance);
  }

  private static Settings settings(String instance) {
    return Settings.of(instance.substring(0, instance.length() - 2));
  }

  private static String address(String instance) {
    return service(instance).networks().at("/services/ipv4_address").asText();
  }
}
