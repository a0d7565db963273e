package dev.starling.terminal.load.report;

import dev.starling.terminal.load.run.LoadResult;
import java.util.Locale;

/** The formats of a report. */
public enum Report {
  /** For people, at most 80 columns wide but for long names. */
  TEXT {
    @Override
    public String of(LoadResult outcome) {
      return TextReport.of(outcome);
    }
  },
  /** For programs. */
  JSON {
    @Override
    public String of(LoadResult outcome) {
      return JsonReport.of(outcome);
    }
  },
  /** A page that needs nothing else, with the distribution drawn. */
  HTML {
    @Override
    public String of(LoadResult outcome) {
      return HtmlReport.of(outcome);
    }
  };

  /** The whole report; ends with a line end. */
  public abstract String of(LoadResult outcome);

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
