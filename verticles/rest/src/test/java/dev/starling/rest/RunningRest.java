package dev.starling.rest;

import dev.starling.openapi.testing.ContractClient;
import dev.starling.testing.EmbeddedDatabase;
import dev.starling.testing.TestService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** The service on a database of its own, and a client that holds it to its contract. */
record RunningRest(EmbeddedDatabase database, TestService service, ContractClient client)
    implements AutoCloseable {

  /**
   * Starts it.
   *
   * @param settings beside those that every test needs
   */
  static RunningRest start(EmbeddedDatabase database, Map<String, String> settings)
      throws TimeoutException {
    Map<String, String> all =
        new HashMap<>(Map.of("http.port", "0", "instances", "2", "database.uri", database.uri()));
    all.putAll(settings);
    TestService service = TestService.start(RestService.DEFINITION, all);
    return new RunningRest(
        database, service, new ContractClient(service.port("http"), "/rest/openapi.yaml"));
  }

  /** Starts it and waits until its sample data are there. */
  static RunningRest withSampleData() throws TimeoutException, InterruptedException {
    RunningRest rest = start(EmbeddedDatabase.create(), Map.of("sample-data", "true"));
    rest.service().awaitReady();
    return rest;
  }

  int port() {
    return service.port("http");
  }

  @Override
  public void close() throws TimeoutException {
    client.close();
    service.close();
    database.close();
  }
}
