package dev.starling.bench;

import dev.starling.bench.report.Finding;
import java.io.IOException;
import java.util.List;

/** Something that is measured and reported. */
interface Measurement {
  /** Runs it all and ends what it started, also when it fails. */
  List<? extends Finding> run() throws IOException, InterruptedException;
}
