package dev.starling.bench;

import dev.starling.bench.report.Table;
import java.io.IOException;
import java.util.List;

/** Something that is measured and reported as tables. */
interface Measurement {
  /** Runs it all and ends what it started, also when it fails. */
  List<Table> run() throws IOException, InterruptedException;
}
