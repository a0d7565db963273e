package dev.starling.storefront.web;

import dev.starling.web.http.Page;
import io.vertx.ext.web.Router;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarFile;

/**
 * The files of the page: those that lie in its folder on the class path when the service starts.
 */
public final class Assets {
  private static final String PAGE = "index.html";

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "webmanifest", "application/manifest+json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2");

  private Assets() {}

  /**
   * Serves the page at {@code /}, and every file of its folder at {@code /assets/<file>}.
   *
   * @param folder absolute on the class path, with a slash at its end
   * @throws UncheckedIOException when the page is not there, or cannot be read
   * @throws IllegalArgumentException when a file is of a kind that is not known here
   */
  public static void serve(Router router, String folder) {
    Page.serveParts(router, "/", CONTENT_TYPES.get("html"), folder + PAGE);
    for (String file : files(folder)) {
      Page.serveParts(router, "/assets/" + file, contentType(file), folder + file);
    }
  }

  private static String contentType(String file) {
    String type =
        CONTENT_TYPES.get(file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    if (type == null) {
      throw new IllegalArgumentException("of what type is " + file + "?");
    }
    return type;
  }

  private static List<String> files(String folder) {
    try {
      URL page = Assets.class.getResource(folder + PAGE);
      if (page == null) {
        throw new IOException("no resource " + folder + PAGE);
      }
      return page.openConnection() instanceof JarURLConnection packed
          ? packedFiles(packed, folder.substring(1))
          : looseFiles(page);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<String> packedFiles(JarURLConnection jar, String folder) throws IOException {
    // The shared one would be closed under its other readers.
    jar.setUseCaches(false);
    try (JarFile file = jar.getJarFile()) {
      return file.stream()
          .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(folder))
          .map(entry -> entry.getName().substring(folder.length()))
          .filter(name -> name.indexOf('/') < 0)
          .toList();
    }
  }

  /** In a build that is not packed yet. */
  private static List<String> looseFiles(URL page) {
    File[] files = new File(URI.create(page.toString())).getParentFile().listFiles();
    return files == null
        ? List.of()
        : List.of(files).stream().filter(File::isFile).map(File::getName).toList();
  }
}
