package dev.starling.terminal.screen;

import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** How lines look: a name keeps its colour, everything else stays out of the way. */
enum Colours {
  /** For terminals. */
  MODEST {
    @Override
    AttributedString paint(Line line) {
      return switch (line.kind()) {
        case SAID ->
            new AttributedStringBuilder()
                .styled(ofName(line.speaker()), line.speaker())
                .append(": " + line.text())
                .toAttributedString();
        case NOTICE -> new AttributedString(line.toString(), AttributedStyle.DEFAULT.faint());
        case PROBLEM ->
            new AttributedString(
                line.toString(), AttributedStyle.DEFAULT.foreground(AttributedStyle.RED));
      };
    }
  },

  /** For those who asked for none: see <a href="https://no-color.org">no-color.org</a>. */
  NONE {
    @Override
    AttributedString paint(Line line) {
      return new AttributedString(line.toString());
    }
  };

  /** Readable on dark and on light, and none that means danger. */
  private static final List<Integer> NAMES =
      List.of(
          AttributedStyle.CYAN,
          AttributedStyle.GREEN,
          AttributedStyle.MAGENTA,
          AttributedStyle.BLUE,
          AttributedStyle.YELLOW);

  abstract AttributedString paint(Line line);

  private static AttributedStyle ofName(String name) {
    int colour = NAMES.get(Math.floorMod(name.hashCode(), NAMES.size()));
    return AttributedStyle.DEFAULT.foreground(colour);
  }
}
