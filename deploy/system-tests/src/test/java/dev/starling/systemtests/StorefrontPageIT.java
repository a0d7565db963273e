package dev.starling.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.starling.systemtests.clients.Chromium;
import dev.starling.systemtests.running.Machine;
import dev.starling.systemtests.running.Quickstart;
import dev.starling.systemtests.running.ShowLogs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shop as people see it, in Chromium, with all of the services behind it. */
@ExtendWith(ShowLogs.class)
class StorefrontPageIT {
  /** The others are alike, and each is looked at for long. */
  private static final String ONLY_SOME_CARDS =
      "document.querySelectorAll('.card:nth-of-type(n+9)').forEach(card => card.remove())";

  private static final double SOON = Machine.allow(20_000);

  /** Attempts to come back may be some seconds apart. */
  private static final double HEALING = Machine.allow(40_000);

  /** A breaker that was opened by late answers stays so for 30 s. */
  private static final double WARM = Machine.allow(90_000);

  /** One of the sample products. */
  private static final int PRODUCT = 4;

  private static final String HOSTILE = "<img src=x onerror=\"document.title='hacked'\">";

  private static Quickstart quickstart;
  private static Chromium chromium;

  private final List<Page> pages = new ArrayList<>();

  @BeforeAll
  static void start() {
    chromium = new Chromium();
    quickstart = Quickstart.start();
    try (Page page = chromium.open(quickstart.address())) {
      // The first answers of a cold start may be late, and what is late is not asked for a while.
      isLive(page, "products", WARM);
    }
  }

  @AfterAll
  static void stop() {
    if (quickstart != null) {
      quickstart.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void closePages() {
    pages.forEach(Page::close);
  }

  @Tag("nightly")
  @ParameterizedTest
  @CsvSource({"desktop, 1280, 900, DARK", "phone, 390, 844, LIGHT"})
  void it_is_so_in_other_light_too(String device, int width, int height, ColorScheme scheme) {
    it_is_accessible_and_fits(device, width, height, scheme);
  }

  @ParameterizedTest
  @CsvSource({"desktop, 1280, 900, LIGHT", "phone, 390, 844, DARK"})
  void it_is_accessible_and_fits(String device, int width, int height, ColorScheme scheme) {
    Page page = chromium.open(quickstart.address());
    pages.add(page);
    List<String> errors = errorsOf(page);
    page.setViewportSize(width, height);
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setColorScheme(scheme)
            .setReducedMotion(ReducedMotion.REDUCE));
    page.reload();
    shows(page, "#matches", Pattern.compile("1,000 products"));
    for (String part : List.of("promotions", "recommendations", "products", "online", "chat")) {
      isLive(page, part, SOON);
    }
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(
                Path.of("target/screenshots", "storefront-" + device + "-" + scheme + ".png")));
    boolean isPhone = page.locator("#chat-open").isVisible();
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
    page.evaluate(ONLY_SOME_CARDS);
    assertThat(violations(page)).isEmpty();
    if (isPhone) {
      page.click("#chat-open");
      assertThat(page.locator("#chat-name")).isVisible();
      assertThat(violations(page)).isEmpty();
    }
    assertThat(errors).isEmpty();
  }

  @Test
  void buttons_put_a_product_into_cart_and_favourites_and_there_it_stays() {
    Page page = open(71);
    List<String> errors = errorsOf(page);
    shows(page, "#cart-count", Pattern.compile("^0$"));
    button(page, "cart").click();
    button(page, "favorites").click();
    isPressed(page, "cart", true);
    isPressed(page, "favorites", true);
    shows(page, "#cart-count", Pattern.compile("^1$"));
    shows(page, "#favorites-count", Pattern.compile("^1$"));

    Page another = open(71);
    isPressed(another, "cart", true);
    isPressed(another, "favorites", true);
    shows(another, "#cart-count", Pattern.compile("^1$"));
    page.click("#show-cart");
    shows(page, "#matches", Pattern.compile("^1 of"));

    page.waitForResponse(
        response -> response.request().method().equals("DELETE") && response.status() == 204,
        () -> button(page, "cart").click());
    shows(page, "#cart-count", Pattern.compile("^0$"));
    another.reload();
    isPressed(another, "cart", false);
    isPressed(another, "favorites", true);
    assertThat(errors).isEmpty();
  }

  @Test
  void what_cannot_be_done_is_undone_and_said() {
    Page page = open(72);
    shows(page, "#cart-count", Pattern.compile("^0$"));
    page.route("**/users/72/cart/*", StorefrontPageIT::unavailable);
    button(page, "cart").click();
    shows(page, "#notices", Pattern.compile("could not be put into your cart"));
    isPressed(page, "cart", false);
    shows(page, "#cart-count", Pattern.compile("^0$"));

    page.unroute("**/users/72/cart/*");
    button(page, "cart").click();
    shows(page, "#cart-count", Pattern.compile("^1$"));
    isPressed(page, "cart", true);
  }

  @Test
  void the_number_of_people_follows_who_comes_and_goes() {
    Page page = open(1);
    isLive(page, "online", SOON);
    int before = Integer.parseInt(page.locator("#online-count").textContent());
    Page another = open(2);
    shows(page, "#online-count", Pattern.compile("^" + (before + 1) + "$"));
    another.close();
    shows(page, "#online-count", Pattern.compile("^" + before + "$"));
  }

  @Test
  void what_is_said_on_one_page_is_read_on_the_other_as_it_was_written() {
    Page ada = open(1);
    Page grace = open(2);
    List<String> errors = errorsOf(grace);
    join(ada, "shopper-ada");
    join(grace, "shopper-grace");
    ada.fill("#chat-text", HOSTILE);
    ada.click("#chat-send");
    Locator read = grace.locator("#chat-messages .text");
    assertThat(read).hasText(HOSTILE, new LocatorAssertions.HasTextOptions().setTimeout(SOON));
    assertThat(grace.locator("#chat-messages img")).hasCount(0);
    assertThat(errors).isEmpty();
  }

  @Test
  void few_and_none_are_told_and_a_name_is_only_text() {
    Page page = chromium.open(quickstart.address());
    pages.add(page);
    page.route(
        "**/products/all*",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        """
                        {"cart_items":0,"favorite_items":0,"products":[
                          {"product_id":1,"product_name":"%s","inventory":0},
                          {"product_id":2,"product_name":"two","inventory":3},
                          {"product_id":3,"product_name":"three","inventory":6},
                          {"product_id":4,"product_name":"four","inventory":null}]}
                        """
                            .formatted(HOSTILE.replace("\"", "\\\"")))));
    page.reload();
    assertThat(page.locator(".card .stock"))
        .hasText(new String[] {"sold out", "only 3 left", "6 in stock", "stock not known"});
    assertThat(page.locator("#product-1 h3")).hasText(HOSTILE);
    assertThat(page).hasTitle("Starling shop");
    page.click("[data-view=low]");
    shows(page, "#matches", Pattern.compile("^2 of 4 products$"));
    page.click("[data-view=all]");
    page.fill("#filter", "THR");
    shows(page, "#matches", Pattern.compile("^1 of 4 products$"));
  }

  @Test
  void parts_that_are_missing_say_so_and_come_back_by_themselves() {
    Page page = chromium.open(quickstart.address());
    pages.add(page);
    AtomicBoolean isCut = new AtomicBoolean(true);
    page.routeWebSocket(
        Pattern.compile(".*/counter$"),
        socket -> {
          if (isCut.get()) {
            socket.close();
          } else {
            socket.connectToServer();
          }
        });
    List<String> parts =
        List.of("**/home*", "**/users/*/cart", "**/users/*/favorites", "**/chat/starling-chat.js*");
    parts.forEach(part -> page.route(part, StorefrontPageIT::unavailable));
    page.reload();
    shows(page, "#promotions .trouble p", Pattern.compile("cannot be reached"));
    shows(page, "#recommendations .trouble p", Pattern.compile("cannot be reached"));
    shows(page, "#chat .trouble p", Pattern.compile("cannot be reached"));
    shows(page, "#missing", Pattern.compile("cart cannot be reached"));
    shows(page, "#missing", Pattern.compile("Favourites cannot be reached"));
    shows(page, "#online-count", Pattern.compile("^\u2013$"));
    isLive(page, "products", SOON);

    isCut.set(false);
    parts.forEach(page::unroute);
    for (String part : List.of("promotions", "recommendations", "online", "chat")) {
      isLive(page, part, HEALING);
    }
    assertThat(page.locator("#missing"))
        .isEmpty(new LocatorAssertions.IsEmptyOptions().setTimeout(HEALING));
    shows(page, "#cart-count", Pattern.compile("^\\d+$"));
  }

  @Test
  void late_products_are_waited_for() {
    Page page = chromium.open(quickstart.address());
    pages.add(page);
    page.route("**/products/all*", StorefrontPageIT::unavailable);
    page.reload();
    shows(page, "#products .trouble p", Pattern.compile("late or cannot be reached"));
    isLive(page, "promotions", SOON);
    page.unroute("**/products/all*");
    isLive(page, "products", HEALING);
    shows(page, "#matches", Pattern.compile("products$"));
  }

  @Test
  void the_keyboard_gets_past_everything_to_the_products() {
    Page page = open(1);
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("#products")).isFocused();
    page.keyboard().press("Tab");
    assertThat(page.locator("#filter")).isFocused();
  }

  /** Opens the shop for a user, and waits for the products. */
  private Page open(int user) {
    Page page = chromium.open(quickstart.address());
    pages.add(page);
    page.navigate("http://" + quickstart.address() + "/?user=" + user);
    assertThat(button(page, "cart"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(HEALING));
    return page;
  }

  private static void join(Page page, String name) {
    page.fill("#chat-name", name);
    page.click("#chat-join");
    shows(page, "#chat-state", Pattern.compile("live as " + name));
  }

  private static Locator button(Page page, String choice) {
    return page.locator("#product-" + PRODUCT + " ." + choice);
  }

  private static void isPressed(Page page, String choice, boolean isPressed) {
    assertThat(button(page, choice))
        .hasAttribute(
            "aria-pressed",
            Boolean.toString(isPressed),
            new LocatorAssertions.HasAttributeOptions().setTimeout(SOON));
  }

  private static void isLive(Page page, String part, double atMostMillis) {
    assertThat(page.locator("#" + part))
        .hasAttribute(
            "data-state",
            "live",
            new LocatorAssertions.HasAttributeOptions().setTimeout(atMostMillis));
  }

  private static void shows(Page page, String selector, Pattern text) {
    assertThat(page.locator(selector))
        .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(SOON));
  }

  private static void unavailable(Route route) {
    route.fulfill(new Route.FulfillOptions().setStatus(503));
  }

  /** What is written to the console as an error from now on, and what no code has caught. */
  private static List<String> errorsOf(Page page) {
    List<String> errors = new ArrayList<>();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            errors.add(message.text());
          }
        });
    page.onPageError(errors::add);
    return errors;
  }

  /** Serious and critical ones. Cards are all made alike: the first ones stand for a thousand. */
  private static List<String> violations(Page page) {
    return new AxeBuilder(page)
        .setLegacyMode(true).analyze().getViolations().stream()
            .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
            .map(rule -> rule.getId() + ": " + rule.getNodes())
            .toList();
  }
}
