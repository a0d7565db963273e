package dev.starling.terminal.sql.result;

/** Sets off what is not data, on terminals that are not asked to do without. */
public enum Ansi {
  /** Bold names, faint surroundings, red problems. */
  COLOURS {
    @Override
    String with(String code, String text) {
      return text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
  },

  /** Nothing but the text. */
  NONE {
    @Override
    String with(String code, String text) {
      return text;
    }
  };

  abstract String with(String code, String text);

  /** The name of a column. */
  public String name(String text) {
    return with("1", text);
  }

  /** What stands around the data. */
  public String aside(String text) {
    return with("2", text);
  }

  /** What went wrong. */
  public String problem(String text) {
    return with("31", text);
  }
}
