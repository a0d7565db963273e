package dev.starling.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MonitoringTest {
  private static final Path MONITORING = Repository.DEPLOY.resolve("monitoring");
  private static final String RUNBOOK =
      Repository.read(Repository.DEPLOY.resolve("docs/runbook.md"));
  private static final String PROCEDURES = "\n## Procedures";

  @Test
  void the_runbook_has_a_section_for_each_alert_and_for_no_other() {
    List<String> alerts = new ArrayList<>();
    for (JsonNode group : Yaml.documents(MONITORING.resolve("alerts.yaml")).get(0).get("groups")) {
      group.get("rules").forEach(rule -> alerts.add(rule.get("alert").asText()));
    }
    assertThat(RUNBOOK).contains(PROCEDURES);
    List<String> sections =
        RUNBOOK
            .substring(0, RUNBOOK.indexOf(PROCEDURES))
            .lines()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4))
            .toList();
    assertThat(alerts).doesNotHaveDuplicates();
    assertThat(sections).containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void no_two_panels_of_the_dashboard_lie_on_each_other() throws Exception {
    JsonNode dashboard =
        new ObjectMapper().readTree(MONITORING.resolve("dashboards/starling.json").toFile());
    Set<Integer> numbers = new HashSet<>();
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      String title = panel.get("title").asText();
      assertThat(numbers.add(panel.get("id").asInt())).as(title).isTrue();
      JsonNode place = panel.get("gridPos");
      int left = place.get("x").asInt();
      int top = place.get("y").asInt();
      assertThat(left + place.get("w").asInt()).as(title).isLessThanOrEqualTo(24);
      for (int x = left; x < left + place.get("w").asInt(); x++) {
        for (int y = top; y < top + place.get("h").asInt(); y++) {
          assertThat(taken.add(List.of(x, y))).as(title).isTrue();
        }
      }
    }
  }

  @Test
  void promtool_finds_alerts_their_tests_and_the_dashboard_right() throws Exception {
    Program.wanted("promtool");
    Program.Result result = Program.required("python3", "Debian").run(MONITORING, "check");
    assertThat(result.code()).as(result.output()).isZero();
  }
}
