package dev.starling.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How busy the whole machine has been up to a moment, from {@code /proc/stat}.
 *
 * @param busy ticks of all cores in which they did something
 * @param all ticks of all cores
 */
public record ProcessorTime(long busy, long all) {
  private static final int IDLE = 3;
  private static final int WAITING_FOR_DISK = 4;

  /** Of those counted here, guests are in the first two already. */
  private static final int COUNTED = 8;

  /** Up to now. */
  public static ProcessorTime now() throws IOException {
    String cores = Files.readAllLines(Path.of("/proc/stat")).get(0);
    long[] ticks =
        Arrays.stream(cores.split("\\s+"))
            .skip(1)
            .limit(COUNTED)
            .mapToLong(Long::parseLong)
            .toArray();
    long all = Arrays.stream(ticks).sum();
    return new ProcessorTime(all - ticks[IDLE] - ticks[WAITING_FOR_DISK], all);
  }

  /** How many cores have been busy since an earlier moment, on average. */
  public double busyCoresSince(ProcessorTime earlier) {
    return (double) (busy - earlier.busy)
        / (all - earlier.all)
        * Runtime.getRuntime().availableProcessors();
  }
}
