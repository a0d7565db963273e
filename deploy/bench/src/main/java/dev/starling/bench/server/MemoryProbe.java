package dev.starling.bench.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of another JVM, read through {@code jcmd} and {@code /proc}. */
public final class MemoryProbe {
  private static final Pattern HISTOGRAM_TOTAL =
      Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);
  private static final Pattern HEAP_USED = Pattern.compile("total \\d+K, used (\\d+)K");

  private final long pid;

  MemoryProbe(long pid) {
    this.pid = pid;
  }

  /** Bytes of objects still reachable, to the byte; runs full collections first. */
  public long liveHeap() throws IOException, InterruptedException {
    // The first collection queues references whose clean-up keeps objects alive until the next.
    jcmd("GC.run");
    jcmd("GC.run");
    return number(HISTOGRAM_TOTAL, jcmd("GC.class_histogram"));
  }

  /** Bytes of heap in use at this moment, garbage included; disturbs nothing. */
  public long usedHeap() throws IOException, InterruptedException {
    Matcher matcher = HEAP_USED.matcher(jcmd("GC.heap_info"));
    long kilobytes = 0;
    while (matcher.find()) {
      kilobytes += Long.parseLong(matcher.group(1));
    }
    return kilobytes * 1024;
  }

  /** Bytes of the process resident in memory: heap, direct buffers, code, stacks. */
  public long resident() throws IOException {
    return status("VmRSS");
  }

  /** The most that was ever resident. */
  public long residentPeak() throws IOException {
    return status("VmHWM");
  }

  private long status(String field) throws IOException {
    String status = Files.readString(Path.of("/proc/" + pid + "/status"));
    return 1024 * number(Pattern.compile(field + ":\\s+(\\d+) kB"), status);
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + command + " failed: " + output);
    }
    return output;
  }

  private static long number(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no match for " + pattern + " in:\n" + text);
    }
    return Long.parseLong(matcher.group(1));
  }
}
