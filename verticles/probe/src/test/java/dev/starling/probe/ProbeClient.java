package dev.starling.probe;

import dev.starling.testing.TestService;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks a probe under test. */
final class ProbeClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final TestService service;

  ProbeClient(TestService service) {
    this.service = service;
  }

  /** The path and query of a request, with parameters as name, value, name, value. */
  static String path(String page, String... parameters) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < parameters.length; i += 2) {
      pairs.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    return "/requests/" + page + "?" + String.join("&", pairs);
  }

  HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri(path)).header("Accept", accept).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> json(String path) throws IOException, InterruptedException {
    return get(path, "application/json");
  }

  /** The report of so many requests. */
  JsonObject report(String url, int requests, String... more)
      throws IOException, InterruptedException {
    List<String> parameters = new ArrayList<>(List.of("url", url));
    parameters.addAll(List.of("request_num", Integer.toString(requests)));
    parameters.addAll(List.of(more));
    HttpResponse<String> answer = json(path("", parameters.toArray(String[]::new)));
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body());
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The sum of a metric over its labels. */
  double metric(String nameAndLabels) throws IOException, InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + service.port("management") + "/metrics");
    return HTTP.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(nameAndLabels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + service.port("http") + path);
  }
}
