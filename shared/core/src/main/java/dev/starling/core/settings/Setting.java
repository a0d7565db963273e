package dev.starling.core.settings;

import io.smallrye.config.WithConverter;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * One setting that a service has.
 *
 * @param name its path, such as {@code http.port}
 * @param type of its value, or of one entry when it is a list
 * @param converter the one that it asks for itself
 */
record Setting(
    String name,
    Class<?> type,
    boolean list,
    boolean optional,
    Optional<Class<? extends Converter<?>>> converter) {

  static Setting of(String name, Method method) {
    Type type = method.getGenericReturnType();
    boolean optional = isA(type, Optional.class);
    if (optional) {
      type = argumentOf(type);
    }
    boolean list = isA(type, List.class);
    if (list) {
      type = argumentOf(type);
    }
    WithConverter converter = method.getAnnotation(WithConverter.class);
    return new Setting(
        name,
        (Class<?>) type,
        list,
        optional,
        Optional.ofNullable(converter).map(WithConverter::value));
  }

  private static boolean isA(Type type, Class<?> raw) {
    return type instanceof ParameterizedType generic && generic.getRawType() == raw;
  }

  private static Type argumentOf(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }

  /** The environment variable that sets it. */
  String variable() {
    return "STARLING_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
