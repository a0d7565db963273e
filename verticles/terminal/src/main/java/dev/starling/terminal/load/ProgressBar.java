package dev.starling.terminal.load;

import dev.starling.terminal.load.report.Units;
import dev.starling.terminal.load.run.Progress;
import dev.starling.terminal.load.run.Sample;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** One line of a terminal that is written again and again, and gone in the end. */
final class ProgressBar implements Progress {
  private static final int LONGEST_BAR = 24;
  private static final int USUAL_WIDTH = 80;
  private static final double MEDIAN = 50;
  private static final double TAIL = 99;
  private static final String CLEAR_TO_END = "\u001b[K";

  private final PrintStream output;
  private final IntSupplier columns;
  private final boolean colours;

  /**
   * Writes nothing yet.
   *
   * @param columns of the terminal now; 0 or less when that is not known
   */
  ProgressBar(PrintStream output, IntSupplier columns, boolean colours) {
    this.output = output;
    this.columns = columns;
    this.colours = colours;
  }

  @Override
  public void connecting(int connected, int all) {
    write(new AttributedString("connecting " + connected + " of " + all));
  }

  @Override
  public void warmingUp() {
    write(new AttributedString("warming up"));
  }

  @Override
  public void running(double part, double perSecond, Sample sample) {
    String percent = String.format(Locale.ROOT, "%3.0f %%", Math.floor(part * 100));
    String rate = String.format(Locale.ROOT, "%,9.0f/s", perSecond);
    String failed = sample.failed() == 0 ? "" : "  " + Units.count(sample.failed()) + " failed";
    String latency = latency(sample.recent());
    int room = width() - 1;
    // What fits, of the longest and the shorter forms.
    String text =
        Stream.of(
                percent + " " + rate + latency + failed,
                percent + " " + rate + failed,
                percent + " " + rate)
            .filter(form -> form.length() <= room)
            .findFirst()
            .orElse(percent);
    int bar = Math.min(LONGEST_BAR, room - text.length() - 1);
    AttributedStringBuilder line = new AttributedStringBuilder();
    if (bar >= 2) {
      int done = (int) (bar * part);
      line.styled(style(AttributedStyle.GREEN), "#".repeat(done));
      line.styled(AttributedStyle.DEFAULT.faint(), "-".repeat(bar - done)).append(' ');
    }
    int calm =
        failed.isEmpty() || !text.endsWith(failed)
            ? text.length()
            : text.length() - failed.length();
    line.append(text, 0, calm).styled(style(AttributedStyle.RED), text.substring(calm));
    write(line.toAttributedString());
  }

  private static String latency(Histogram recent) {
    return recent.getTotalCount() == 0
        ? ""
        : String.format(
            "  p50 %9s  p99 %9s",
            Units.time(recent.getValueAtPercentile(MEDIAN)),
            Units.time(recent.getValueAtPercentile(TAIL)));
  }

  private static AttributedStyle style(int colour) {
    return AttributedStyle.DEFAULT.foreground(colour);
  }

  private int width() {
    int known = columns.getAsInt();
    return known > 0 ? known : USUAL_WIDTH;
  }

  private void write(AttributedString line) {
    AttributedString fitting = line.columnSubSequence(0, Math.max(1, width() - 1));
    output.print('\r' + (colours ? fitting.toAnsi() : fitting.toString()) + CLEAR_TO_END);
    output.flush();
  }

  /** Clears the line. */
  @Override
  public void close() {
    output.print('\r' + CLEAR_TO_END);
    output.flush();
  }
}
