package dev.starling.terminal.load.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.starling.terminal.load.plan.LoadPlan;
import dev.starling.terminal.load.run.LoadResult;
import dev.starling.terminal.load.run.Statistics;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The report for programs: one object, times in microseconds unless a name says otherwise. */
final class JsonReport {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  static String of(LoadResult outcome) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      new JsonReport(json).write(outcome);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text + "\n";
  }

  private void write(LoadResult outcome) throws IOException {
    plan(outcome.plan());
    Statistics statistics = outcome.statistics();
    json.writeNumberField("elapsed_s", outcome.seconds());
    json.writeBooleanField("broken_off", outcome.brokenOff());
    json.writeNumberField("answers", statistics.answers());
    json.writeNumberField("answers_per_second", outcome.answersPerSecond());
    json.writeNumberField("succeeded", statistics.succeeded());
    json.writeNumberField("failed", statistics.failed());
    json.writeNumberField("unsent", statistics.unsent());
    json.writeNumberField("unfinished", statistics.unfinished());
    json.writeNumberField("bytes", statistics.bytes());
    json.writeObjectFieldStart("statuses");
    for (Map.Entry<Integer, Long> status : statistics.statuses().entrySet()) {
      json.writeNumberField(status.getKey().toString(), status.getValue());
    }
    json.writeEndObject();
    failures(statistics);
    latency(outcome);
  }

  private void plan(LoadPlan plan) throws IOException {
    json.writeStringField("target", plan.target().url());
    json.writeStringField("protocol", plan.protocol().toString());
    json.writeNumberField("connections", plan.connections());
    json.writeNumberField("threads", plan.threads());
    if (plan.rate().isPresent()) {
      json.writeNumberField("rate", plan.rate().getAsDouble());
    } else {
      json.writeNullField("rate");
    }
    json.writeNumberField("warmup_ms", plan.warmup().toMillis());
  }

  private void failures(Statistics statistics) throws IOException {
    json.writeArrayFieldStart("failures");
    for (var entry : statistics.failures().entrySet()) {
      json.writeStartObject();
      json.writeStringField("kind", entry.getKey().name().toLowerCase(Locale.ROOT));
      json.writeNumberField("count", entry.getValue().count());
      json.writeStringField("example", ReportTexts.example(entry));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void latency(LoadResult outcome) throws IOException {
    Histogram latencies = outcome.statistics().latencies();
    json.writeObjectFieldStart("latency");
    json.writeBooleanField("corrected", outcome.corrected());
    json.writeNumberField("count", latencies.getTotalCount());
    if (latencies.getTotalCount() > 0) {
      json.writeNumberField("min", latencies.getMinValue());
      json.writeNumberField("mean", latencies.getMean());
      json.writeNumberField("standard_deviation", latencies.getStdDeviation());
      json.writeNumberField("max", latencies.getMaxValue());
    }
    points("percentiles", Distribution.named(latencies));
    points("distribution", Distribution.curve(latencies));
    json.writeEndObject();
  }

  private void points(String name, List<Distribution.Point> points) throws IOException {
    json.writeArrayFieldStart(name);
    for (Distribution.Point point : points) {
      json.writeStartObject();
      json.writeNumberField("percentile", point.percentile());
      json.writeNumberField("latency", point.micros());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
