package dev.starling.openapi;

import java.util.regex.Pattern;

/** A path of a contract, with parameters in braces, as what Java matches paths with. */
final class PathTemplate {
  private PathTemplate() {}

  /**
   * The regular expression of the paths that a template stands for, without groups. A parameter is
   * a whole segment. It may be empty, for it to be called wrong, but not at the end: there, the
   * path is that of another resource.
   */
  static String regex(String template) {
    String[] segments = template.substring(1).split("/");
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < segments.length; at++) {
      if (segments[at].startsWith("{")) {
        regex.append(at < segments.length - 1 ? "/[^/]*" : "/[^/]+");
      } else {
        regex.append(Pattern.quote("/" + segments[at]));
      }
    }
    return regex.toString();
  }
}
