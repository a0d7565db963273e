package dev.starling.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.starling.systemtests.clients.Chromium;
import dev.starling.systemtests.running.Cluster;
import dev.starling.systemtests.running.Deployment;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.ShowLogs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Probe's page as people see it, in Chromium, against a small server of the test's own. */
@ExtendWith(ShowLogs.class)
class ProbePageIT {
  private static final double SOON = Machine.allow(Duration.ofSeconds(10).toMillis());
  private static final long SLOW_MILLIS = 20;

  private static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static HttpServer target;
  private static ExecutorService threads;
  private static Cluster probe;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException {
    chromium = new Chromium();
    threads = Executors.newCachedThreadPool();
    target = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
    target.setExecutor(threads);
    target.createContext("/slow", exchange -> answerAfter(SLOW_MILLIS, exchange));
    target.createContext("/hang", ProbePageIT::answerInTheEnd);
    target.start();
    probe =
        Deployment.of("probe", 1)
            .with("STARLING_ALLOW", "127.0.0.1:" + target.getAddress().getPort())
            .start();
  }

  @AfterAll
  static void stop() {
    RELEASED.countDown();
    if (probe != null) {
      probe.close();
    }
    if (target != null) {
      target.stop(0);
      threads.shutdownNow();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void a_run_is_watched_from_start_to_report() {
    Page page = open();
    List<String> errors = errorsOf(page);
    order(page, url("/slow"), 100, 2);
    assertThat(page.locator("#state"))
        .hasText(Pattern.compile("^[1-9]\\d? of 100 done, 0 failed.*"), within(SOON));
    double half =
        ((Number) page.locator("#progress").evaluate("bar => bar.position")).doubleValue();
    assertThat(half).isBetween(0.0, 1.0);

    assertThat(page.locator("#succeeded")).hasText("100", within(SOON));
    assertThat(page.locator("#failed")).hasText("0");
    assertThat(page.locator("#results tbody tr")).hasCount(100);
    assertThat(page.locator("#percentiles tbody td").first()).containsText("ms");
    assertThat(page.locator("#distribution .bar").first()).isVisible();
    assertThat(page.locator("#cancel")).isDisabled();
    assertThat(page.locator("#start")).isEnabled();
    assertThat(errors).isEmpty();
    page.close();
  }

  @Test
  void a_cancelled_run_shows_what_was_done() {
    Page page = open();
    order(page, url("/hang"), 10, 4);
    assertThat(page.locator("#state")).containsText("0 of 10 done", contains(SOON));
    page.click("#cancel");
    assertThat(page.locator("#cut-short")).hasText("It ended early: cancelled.", within(SOON));
    assertThat(page.locator("#failures tbody tr")).hasCount(2);
    page.close();
  }

  @Test
  void what_is_refused_is_said_and_the_form_can_be_used_again() {
    Page page = open();
    order(page, "http://127.0.0.1:1/", 1, 1);
    assertThat(page.locator("#problem"))
        .hasText("127.0.0.1 port 1 is not allowed: its address is loopback", within(SOON));
    order(page, url("/slow"), 3, 3);
    assertThat(page.locator("#succeeded")).hasText("3", within(SOON));
    assertThat(page.locator("#problem")).hasText("");
    page.close();
  }

  @Test
  void the_keyboard_is_enough() {
    Page page = open();
    page.keyboard().type(url("/slow"));
    page.keyboard().press("Tab");
    page.keyboard().type("7");
    page.keyboard().press("Enter");
    assertThat(page.locator("#succeeded")).hasText("7", within(SOON));
    order(page, url("/hang"), 2, 2);
    assertThat(page.locator("#state")).containsText("0 of 2 done", contains(SOON));
    page.keyboard().press("Escape");
    assertThat(page.locator("#cut-short"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(SOON));
    page.close();
  }

  @Test
  void a_link_to_a_report_is_the_report_with_the_order_in_the_form() {
    Page page = open();
    page.navigate(page.url() + "?url=" + url("/slow") + "&request_num=5&concurrency=5");
    assertThat(page.locator("#results tbody tr")).hasCount(5);
    assertThat(page.locator("#url")).hasValue(url("/slow"));
    assertThat(page.locator("#request_num")).hasValue("5");
    page.close();
  }

  @Test
  void blocking_calls_have_a_form_too() {
    Page page = open();
    page.click("summary");
    page.fill("#num_calls", "3");
    page.fill("#sleep_time", "0.1");
    page.selectOption("#thread_sensitive", "False");
    page.click("#calls-order button");
    assertThat(page.locator("#calls tbody tr")).hasCount(3);
    assertThat(page.locator("#num_calls")).hasValue("3");
    page.close();
  }

  @Test
  void a_phone_needs_no_sideways_scrolling() {
    Page page = open();
    page.setViewportSize(360, 640);
    order(page, url("/slow"), 20, 10);
    assertThat(page.locator("#succeeded")).hasText("20", within(SOON));
    Object overflow =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assertThat(((Number) overflow).intValue()).isZero();
    page.close();
  }

  private static Page open() {
    Page page = chromium.open(probe.instance(0).address());
    assertThat(page)
        .hasURL(
            Pattern.compile(".*/requests/"), new PageAssertions.HasURLOptions().setTimeout(SOON));
    return page;
  }

  private static List<String> errorsOf(Page page) {
    List<String> errors = new CopyOnWriteArrayList<>();
    page.onPageError(errors::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            errors.add(message.text());
          }
        });
    page.reload();
    return errors;
  }

  private static void order(Page page, String url, int requests, int atOnce) {
    page.fill("#url", url);
    page.fill("#request_num", Integer.toString(requests));
    page.fill("#concurrency", Integer.toString(atOnce));
    page.click("#start");
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + target.getAddress().getPort() + path;
  }

  private static void answerAfter(long millis, HttpExchange exchange) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static void answerInTheEnd(HttpExchange exchange) throws IOException {
    try {
      RELEASED.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static LocatorAssertions.HasTextOptions within(double millis) {
    return new LocatorAssertions.HasTextOptions().setTimeout(millis);
  }

  private static LocatorAssertions.ContainsTextOptions contains(double millis) {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(millis);
  }
}
