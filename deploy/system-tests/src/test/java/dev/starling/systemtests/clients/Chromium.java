package dev.starling.systemtests.clients;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.starling.systemtests.running.Address;
import dev.starling.systemtests.running.Requirements;
import java.util.List;

/** A browser without a window. */
public final class Chromium implements AutoCloseable {
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  /** Starts it; skips the test where there is none. */
  public Chromium() {
    BrowserType.LaunchOptions options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(Requirements.chromium())
            .setArgs(ARGUMENTS);
    playwright = Playwright.create();
    browser = playwright.chromium().launch(options);
  }

  /** Opens the page of a service, as somebody who was never there. */
  public Page open(Address address) {
    Page page = browser.newPage();
    page.navigate("http://" + address + "/");
    return page;
  }

  @Override
  public void close() {
    playwright.close();
  }
}
