package dev.starling.core.settings;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Turns effective values into an instance of a settings interface. Every value is converted once
 * here first, so that a bad one is reported with its origin; after that the mapping cannot fail.
 */
final class Binding {
  private static final int ABOVE_THE_LIBRARYS_OWN = 200;

  private final Schema schema;
  private final Map<String, Value> values;
  private final SmallRyeConfig config;

  Binding(Schema schema, Map<String, Value> values) {
    this.schema = schema;
    this.values = values;
    this.config = configuration();
  }

  <S> S bind(Class<S> type) throws SettingsException {
    for (Setting setting : schema.all()) {
      check(setting);
    }
    ConfigMappings.registerConfigMappings(config, Set.of(ConfigClass.configClass(type, "")));
    return config.getConfigMapping(type, "");
  }

  private SmallRyeConfig configuration() {
    Map<String, String> texts = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            texts.put(name, schema.settings().get(name).list() ? joined(value) : value.text());
          }
        });
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(texts, "settings", 0))
            .withConverter(Integer.class, ABOVE_THE_LIBRARYS_OWN, Converters::integer)
            .withConverter(Long.class, ABOVE_THE_LIBRARYS_OWN, Converters::longInteger)
            .withConverter(Boolean.class, ABOVE_THE_LIBRARYS_OWN, Converters::strictBoolean)
            .withConverter(Duration.class, ABOVE_THE_LIBRARYS_OWN, Converters::duration)
            .withConverter(Size.class, ABOVE_THE_LIBRARYS_OWN, Converters::size)
            .withConverter(AddressBlock.class, ABOVE_THE_LIBRARYS_OWN, AddressBlock::parse)
            .withConverter(MemberAddress.class, ABOVE_THE_LIBRARYS_OWN, MemberAddress::parse);
    for (Setting setting : schema.all()) {
      if (setting.type().isEnum()) {
        addEnum(builder, setting.type());
      }
    }
    return builder.build();
  }

  private static <E> void addEnum(SmallRyeConfigBuilder builder, Class<E> type) {
    builder.withConverter(type, ABOVE_THE_LIBRARYS_OWN, Converters.constantOf(type));
  }

  /** The library's form of a list: commas between the entries, escaped inside them. */
  private static String joined(Value value) {
    return value.list().stream()
        .map(entry -> entry.replace("\\", "\\\\").replace(",", "\\,"))
        .collect(Collectors.joining(","));
  }

  private void check(Setting setting) throws SettingsException {
    Value value = values.get(setting.name());
    if (setting.optional() && (value == null || value.isEmpty())) {
      return;
    }
    if (value == null) {
      throw new SettingsException(
          setting.name() + " has no value; set it in a file or as " + setting.variable());
    }
    if (value.sequence() && !setting.list()) {
      throw bad(setting, value, "is a list; valid is one value");
    }
    List<String> texts = setting.list() ? value.list() : value.items();
    if (texts.isEmpty()) {
      throw bad(setting, value, "is empty; valid is at least one value");
    }
    Converter<?> converter = converterOf(setting);
    for (String text : texts) {
      convert(setting, value, converter, text);
    }
  }

  private static void convert(Setting setting, Value value, Converter<?> converter, String text)
      throws SettingsException {
    Object converted;
    try {
      converted = converter.convert(text);
    } catch (IllegalArgumentException e) {
      throw bad(setting, value, e.getMessage());
    }
    if (converted == null) {
      throw bad(setting, value, "is empty; valid is at least one character");
    }
  }

  private Converter<?> converterOf(Setting setting) {
    if (setting.converter().isEmpty()) {
      return config.getConverter(setting.type()).orElseThrow();
    }
    try {
      return setting.converter().get().getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A converter needs a public constructor: " + setting, e);
    }
  }

  private static SettingsException bad(Setting setting, Value value, String problem) {
    return new SettingsException(value.blamed(setting.name(), problem));
  }
}
