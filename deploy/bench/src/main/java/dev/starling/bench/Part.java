package dev.starling.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** What can be measured, as named on the command line; a control has only what is compared. */
enum Part {
  COUNTER(setup -> List.of(new CounterMeasurement(setup))),
  MEMORY(setup -> List.of(new MemoryMeasurement(setup))),
  ECHO(
      setup ->
          setup.control()
              ? List.of(new EchoMeasurement(setup))
              : List.of(new EchoMeasurement(setup), new SlowReaderMeasurement(setup))),
  CHAT(
      setup ->
          setup.control()
              ? List.of(new ChatFanOutMeasurement(setup), new ChatMemoryMeasurement(setup))
              : List.of(
                  new ChatFanOutMeasurement(setup),
                  new ChatAcceptMeasurement(setup),
                  new ChatMemoryMeasurement(setup))),
  START(setup -> setup.control() ? List.of() : List.of(new StartMeasurement(setup))),
  REST(
      setup ->
          setup.control()
              ? List.of(new CatalogueMeasurement(setup))
              : List.of(
                  new CatalogueMeasurement(setup),
                  new ProductStreamMeasurement(setup),
                  new CatalogueScalingMeasurement(setup))),
  STOREFRONT(
      setup ->
          setup.control()
              ? List.of()
              : List.of(new StorefrontMeasurement(setup), new FrozenInventoryMeasurement(setup))),
  ALL(
      setup ->
          Stream.of(COUNTER, MEMORY, ECHO, CHAT, START, REST, STOREFRONT)
              .flatMap(part -> part.measurements(setup).stream())
              .toList());

  private final Function<Setup, List<Measurement>> measurements;

  Part(Function<Setup, List<Measurement>> measurements) {
    this.measurements = measurements;
  }

  List<Measurement> measurements(Setup setup) {
    return measurements.apply(setup);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
