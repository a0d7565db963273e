package dev.starling.terminal.sql.result;

import java.util.Set;

/**
 * A column of a result.
 *
 * @param type the object id of its type in {@code pg_type}; those of built-in types never change
 */
public record Column(String name, int type) {
  private static final int BOOL = 16;
  private static final Set<Integer> JSON = Set.of(114, 3802);

  /** int8, int2, int4, oid, float4, float8, numeric. */
  private static final Set<Integer> NUMBERS = Set.of(20, 21, 23, 26, 700, 701, 1700);

  boolean isBoolean() {
    return type == BOOL;
  }

  boolean isNumber() {
    return NUMBERS.contains(type);
  }

  boolean isJson() {
    return JSON.contains(type);
  }
}
