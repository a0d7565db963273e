package dev.starling.probe.web;

import dev.starling.probe.blocking.CallsReport;
import dev.starling.probe.run.Distribution;
import dev.starling.probe.run.Report;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** Reports as JSON. */
final class Reports {
  private Reports() {}

  static Buffer json(Report report) {
    JsonArray results = new JsonArray();
    Map<String, Object> statuses = new TreeMap<>();
    report
        .results()
        .forEach(
            result -> {
              results.add(
                  new JsonObject()
                      .put("status", result.status())
                      .put("time_us", result.micros())
                      .put("size", result.size()));
              statuses.merge(
                  Integer.toString(result.status()), 1, (a, b) -> (Integer) a + (Integer) b);
            });
    JsonArray failures = new JsonArray();
    report.failures().forEach(failure -> failures.add(failure.text()));
    JsonObject json =
        new JsonObject()
            .put("url", report.runRequest().url())
            .put("requests", report.runRequest().requests())
            .put("succeeded", report.results().size())
            .put("failed", report.failures().size())
            .put("results", results)
            .put("failures", failures)
            .put("method", report.runRequest().method().name())
            .put("concurrency", report.runRequest().concurrency())
            .put("elapsed_us", report.elapsedMicros())
            .put("statuses", new JsonObject(statuses));
    report.cutShort().ifPresent(why -> json.put("cut_short", why));
    Distribution times = report.distribution();
    if (!times.isEmpty()) {
      json.put("percentiles_us", percentiles(times));
    }
    return json.toBuffer();
  }

  private static JsonObject percentiles(Distribution times) {
    return new JsonObject()
        .put("min", times.min())
        .put("mean", Math.round(times.mean()))
        .put("p50", times.percentile(50))
        .put("p90", times.percentile(90))
        .put("p99", times.percentile(99))
        .put("p99.9", times.percentile(99.9))
        .put("max", times.max());
  }

  static Buffer json(CallsReport report) {
    JsonArray calls = new JsonArray();
    report
        .calls()
        .forEach(
            call ->
                calls.add(
                    new JsonObject()
                        .put("started_us", call.startedMicros())
                        .put("time_us", call.micros())
                        .put("thread", call.thread())));
    return new JsonObject()
        .put("sleep_time", report.request().sleep().toNanos() / 1e9)
        .put("num_calls", report.request().calls())
        .put("thread_sensitive", report.request().ordered())
        .put("time_us", report.micros())
        .put("calls", calls)
        .toBuffer();
  }
}
