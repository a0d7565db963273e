package dev.starling.core.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.starling.core.settings.ServiceSettings;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private final Map<String, String> present = new HashMap<>();

  private record Settings(Format format, Level level) implements ServiceSettings.Log {}

  @AfterEach
  void restore() throws JoranException {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  @Test
  void a_line_names_the_trace_that_it_is_part_of() {
    assertThat(written(ServiceSettings.Log.Format.TEXT, () -> present)).endsWith("logged\n");
    present.put("trace_id", "0af7651916cd43dd8448eb211c80319c");
    assertThat(written(ServiceSettings.Log.Format.TEXT, () -> present))
        .endsWith("logged trace=0af7651916cd43dd8448eb211c80319c\n");
    assertThat(
            new JsonObject(written(ServiceSettings.Log.Format.JSON, () -> present))
                .getJsonObject("mdc"))
        .isEqualTo(new JsonObject().put("trace_id", "0af7651916cd43dd8448eb211c80319c"));
  }

  @Test
  void without_traces_there_is_no_place_for_them() {
    assertThat(written(ServiceSettings.Log.Format.TEXT, Logging.NO_MARKS)).endsWith("logged\n");
    assertThat(
            new JsonObject(written(ServiceSettings.Log.Format.JSON, Logging.NO_MARKS))
                .containsKey("mdc"))
        .isFalse();
  }

  private static String written(
      ServiceSettings.Log.Format format, Supplier<Map<String, String>> marks) {
    PrintStream console = System.out;
    ByteArrayOutputStream caught = new ByteArrayOutputStream();
    System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
    try {
      Logging.configure(new Settings(format, ServiceSettings.Log.Level.INFO), marks);
      LoggerFactory.getLogger(LoggingTest.class).info("logged");
    } finally {
      System.setOut(console);
    }
    return caught.toString(StandardCharsets.UTF_8);
  }
}
