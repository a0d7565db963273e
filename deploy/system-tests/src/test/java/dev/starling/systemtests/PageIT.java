package dev.starling.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.starling.systemtests.clients.Chromium;
import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.HaProxy;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Requirements;
import dev.starling.systemtests.running.ShowLogs;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The counter's page as people see it, in Chromium. */
@ExtendWith(ShowLogs.class)
class PageIT {
  private static final double SOON = Machine.allow(5_000);

  /** Its own attempts to come back may be some seconds apart. */
  private static final double RECONNECTING = Machine.allow(10_000);

  private static Chromium chromium;

  @BeforeAll
  static void startBrowser() {
    chromium = new Chromium();
  }

  @AfterAll
  static void stopBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void two_tabs_show_2_and_when_one_is_closed_the_other_shows_1() {
    try (Cluster cluster = Cluster.start("counter", 1)) {
      Page first = open(cluster.instance(0).address());
      Page second = open(cluster.instance(0).address());
      shows(first, 2, SOON);
      shows(second, 2, SOON);

      second.close();
      shows(first, 1, SOON);
      first.close();
    }
  }

  @Test
  void the_page_comes_back_by_itself_when_the_server_does() {
    try (Cluster cluster = Cluster.start("counter", 1)) {
      Page page = open(cluster.instance(0).address());
      shows(page, 1, SOON);

      cluster.instance(0).process().kill();
      cluster.instance(0).start();
      cluster.instance(0).awaitReady();

      Page another = open(cluster.instance(0).address());
      shows(page, 2, RECONNECTING);
      shows(another, 2, SOON);
      page.close();
      another.close();
    }
  }

  @Test
  void every_page_shows_the_true_number_after_a_kill() {
    Requirements.haproxy();
    try (Cluster cluster = Cluster.start("counter", 3);
        HaProxy proxy = HaProxy.before(cluster)) {
      List<Page> pages = List.of(open(proxy.address()), open(proxy.address()));
      pages.forEach(page -> shows(page, 2, SOON));

      int used = proxy.sessions().indexOf(1);
      cluster.instance(used).process().kill();
      // The new one tells a page that came back from one that still shows what it showed before.
      Page another = open(proxy.address());
      pages.forEach(page -> shows(page, 3, SOON));
      shows(another, 3, SOON);
      pages.forEach(Page::close);
      another.close();
    }
  }

  private static Page open(Address address) {
    return chromium.open(address);
  }

  private static void shows(Page page, int number, double atMostMillis) {
    assertThat(page.locator("#counter"))
        .hasText(
            Integer.toString(number),
            new LocatorAssertions.HasTextOptions().setTimeout(atMostMillis));
  }
}
