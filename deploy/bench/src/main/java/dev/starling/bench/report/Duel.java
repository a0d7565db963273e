package dev.starling.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * One figure, measured on Starling and on its bare peer in the same rounds.
 *
 * <p>The ratio says how many times worse Starling is: above 1 it is slower or needs more, whichever
 * way the figure itself points. It is the ratio of the medians; its spread is the smallest and the
 * largest ratio that any single round gave.
 */
public final class Duel {
  /** The columns of {@link #row()}. */
  public static final List<String> HEADER =
      List.of("figure", "Starling", "bare Vert.x", "ratio", "spread of the ratio", "target");

  private final String figure;
  private final String format;
  private final boolean higherIsBetter;
  private final String target;
  private final Sample starling = new Sample();
  private final Sample bare = new Sample();
  private final Sample ratios = new Sample();

  private Duel(String figure, String format, boolean higherIsBetter, String target) {
    this.figure = figure;
    this.format = format;
    this.higherIsBetter = higherIsBetter;
    this.target = target;
  }

  /** A figure of which less is better, such as a time; {@code format} prints one value. */
  public static Duel lowerIsBetter(String figure, String format, String target) {
    return new Duel(figure, format, false, target);
  }

  /** A figure of which more is better, such as a throughput; {@code format} prints one value. */
  public static Duel higherIsBetter(String figure, String format, String target) {
    return new Duel(figure, format, true, target);
  }

  /** Adds one round. */
  public void add(double ofStarling, double ofBare) {
    starling.add(ofStarling);
    bare.add(ofBare);
    ratios.add(ratio(ofStarling, ofBare));
  }

  /** The figure as a row of a {@link Table}. */
  public List<String> row() {
    return List.of(
        figure,
        print(format, starling.median()),
        print(format, bare.median()),
        print("%.2f", ratio(starling.median(), bare.median())),
        print("%.2f", ratios.min()) + " to " + print("%.2f", ratios.max()),
        target);
  }

  private double ratio(double ofStarling, double ofBare) {
    return higherIsBetter ? ofBare / ofStarling : ofStarling / ofBare;
  }

  private static String print(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
