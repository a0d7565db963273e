package dev.starling.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.starling.systemtests.clients.Chromium;
import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.HaProxy;
import dev.starling.systemtests.running.Instance;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Requirements;
import dev.starling.systemtests.running.ShowLogs;
import dev.starling.systemtests.running.TerminalSession;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chat as people see it: its page in Chromium, and the command-line client on a terminal. */
@ExtendWith(ShowLogs.class)
class ChatPageIT {
  private static final Duration SOON = Machine.allow(Duration.ofSeconds(5));

  /** Attempts to come back may be some seconds apart. */
  private static final Duration RECONNECTING = Machine.allow(Duration.ofSeconds(15));

  private static final String TEXTS = "#messages [data-type=message] .text";

  @Test
  void a_conversation_of_pages_and_a_terminal_goes_on_when_an_instance_is_killed() {
    Requirements.haproxy();
    try (Cluster cluster = Cluster.start("chat", 3);
        HaProxy proxy = HaProxy.before(cluster);
        Chromium chromium = new Chromium();
        TerminalSession grace = TerminalSession.of(proxy.address(), "grace")) {
      grace.awaitShows("connected to", SOON);
      Page ada = enter(chromium, proxy, "ada");
      Page alan = enter(chromium, proxy, "alan");
      for (Page page : List.of(ada, alan)) {
        shows(page, "#online", "3", SOON);
      }
      say(ada, "one");
      awaitTexts(alan, SOON, "one");
      grace.awaitShows("ada: one", SOON);
      grace.type("two");
      awaitTexts(ada, SOON, "one", "two");

      // Each is on an instance of its own, so somebody loses the connection with each kill.
      for (int i = 0; i < 2; i++) {
        Instance instance = cluster.instance(i);
        instance.process().kill();
        say(ada, "page after kill " + i);
        grace.type("terminal after kill " + i);
        for (Page page : List.of(ada, alan)) {
          awaitTextOnce(page, "page after kill " + i, RECONNECTING);
          awaitTextOnce(page, "terminal after kill " + i, RECONNECTING);
        }
        grace.awaitShows("ada: page after kill " + i, RECONNECTING);
        grace.awaitShows("grace: terminal after kill " + i, RECONNECTING);
        instance.start();
        instance.awaitReady();
        proxy.awaitUp(i);
      }

      assertThat(ada.locator(TEXTS).allTextContents())
          .hasSize(6)
          .doesNotHaveDuplicates()
          .isEqualTo(alan.locator(TEXTS).allTextContents());
      assertThat(grace.shown()).containsOnlyOnce("ada: page after kill 0");
      shows(ada, "#online", "3", SOON);
      assertThat(grace.leave()).isZero();
      shows(ada, "#online", "2", SOON);
      shows(alan, "#online", "2", SOON);
    }
  }

  @Test
  void after_a_restart_of_all_the_page_reads_the_new_transcript_from_its_start() {
    try (Cluster cluster = Cluster.start("chat", 1);
        Chromium chromium = new Chromium()) {
      Instance instance = cluster.instance(0);
      Page ada = enter(chromium, instance.address(), "ada");
      say(ada, "before");
      awaitTexts(ada, SOON, "before");
      // Else it is said once more after the restart, which is right, too.
      awaitSent(ada, SOON);

      ada.context().setOffline(true);
      instance.process().kill();
      instance.start();
      instance.awaitReady();
      Page grace = enter(chromium, instance.address(), "grace");
      say(grace, "meanwhile");
      awaitTexts(grace, SOON, "meanwhile");

      ada.context().setOffline(false);
      awaitTexts(ada, RECONNECTING, "before", "meanwhile");
      say(grace, "after");
      awaitTexts(ada, SOON, "before", "meanwhile", "after");
    }
  }

  private static Page enter(Chromium chromium, HaProxy proxy, String username) {
    return enter(chromium, proxy.address(), username);
  }

  private static Page enter(Chromium chromium, Address address, String username) {
    Page page = chromium.open(address);
    page.fill("#username", username);
    page.click("#join");
    assertThat(page.locator("#users")).containsText(username);
    return page;
  }

  private static void say(Page page, String text) {
    page.fill("#text", text);
    page.click("#send");
  }

  private static void awaitTexts(Page page, Duration atMost, String... texts) {
    assertThat(page.locator(TEXTS))
        .hasText(texts, new LocatorAssertions.HasTextOptions().setTimeout(atMost.toMillis()));
  }

  /** A message is shown at once; its row has a state until the transcript has it. */
  private static void awaitSent(Page page, Duration atMost) {
    assertThat(page.locator("#messages [data-state]"))
        .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(atMost.toMillis()));
  }

  private static void awaitTextOnce(Page page, String text, Duration atMost) {
    assertThat(
            page.locator(TEXTS)
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + text + "$"))))
        .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(atMost.toMillis()));
  }

  private static void shows(Page page, String selector, String text, Duration atMost) {
    assertThat(page.locator(selector))
        .hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(atMost.toMillis()));
  }
}
