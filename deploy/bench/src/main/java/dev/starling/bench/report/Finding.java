package dev.starling.bench.report;

/** Something that was found out and can be printed. */
public sealed interface Finding permits Table, Comparison {
  /** Heading, table and notes. */
  String toMarkdown();
}
