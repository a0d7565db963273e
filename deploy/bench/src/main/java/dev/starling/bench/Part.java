package dev.starling.bench;

import dev.starling.bench.setup.Setup;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What can be measured, as named on the command line. A control has only what is compared with bare
 * Vert.x; a quick run has only what is compared.
 */
enum Part {
  ECHO(
      setup ->
          Stream.concat(
              Stream.of(new EchoMeasurement(setup)),
              atLength(setup, new SlowReaderMeasurement(setup)))),
  COUNTER(setup -> Stream.of(new CounterMeasurement(setup))),
  CHAT(
      setup ->
          Stream.concat(
              Stream.of(new ChatFanOutMeasurement(setup)),
              setup.quick() ? Stream.of() : Stream.of(new ChatMemoryMeasurement(setup)))),
  REST(
      setup ->
          Stream.concat(
              Stream.of(new CatalogueMeasurement(setup)),
              atLength(setup, new ProductStreamMeasurement(setup)))),
  STOREFRONT(
      setup ->
          setup.control()
              ? Stream.of()
              : Stream.concat(
                  Stream.of(new StorefrontMeasurement(setup)),
                  atLength(setup, new FrozenInventoryMeasurement(setup)))),
  SCALE(
      setup ->
          setup.control()
              ? Stream.of()
              : Stream.of(
                  new ChatScalingMeasurement(setup), new CatalogueScalingMeasurement(setup))),
  RETURN(setup -> setup.control() ? Stream.of() : Stream.of(new ChatReturnMeasurement(setup))),
  OVERLOAD(setup -> atLength(setup, new ChatOverloadMeasurement(setup))),
  IDLE(setup -> setup.control() ? Stream.of() : Stream.of(new IdleMeasurement(setup))),
  MEMORY(setup -> setup.quick() ? Stream.of() : Stream.of(new MemoryMeasurement(setup))),
  START(setup -> atLength(setup, new StartMeasurement(setup))),
  ALL(
      setup ->
          Stream.of(
                  ECHO,
                  COUNTER,
                  CHAT,
                  REST,
                  STOREFRONT,
                  SCALE,
                  RETURN,
                  OVERLOAD,
                  IDLE,
                  MEMORY,
                  START)
              .flatMap(part -> part.measurements.apply(setup)));

  private final Function<Setup, Stream<Measurement>> measurements;

  Part(Function<Setup, Stream<Measurement>> measurements) {
    this.measurements = measurements;
  }

  List<Measurement> measurements(Setup setup) {
    return measurements.apply(setup).toList();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Stream<Measurement> atLength(Setup setup, Measurement measurement) {
    return setup.quick() || setup.control() ? Stream.of() : Stream.of(measurement);
  }
}
