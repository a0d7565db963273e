package dev.starling.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.rest.catalogue.SampleCatalogue;
import dev.starling.testing.EmbeddedDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rows of the sample catalogue. */
class SampleCatalogueTest {
  private static final String SUMS =
      """
      select (select count(*) from brand) || ' brands, ' || (select count(*) from product)
        || ' products, ' || (select count(*) from sku) || ' skus '
        || (select md5(string_agg(brand_name, ',' order by brand_id)) from brand)
        || (select md5(string_agg(product_name || brand_id, ',' order by product_id)) from product)
        || (select md5(string_agg(product_id || '/' || product_size_id || '/' || product_color_id,
            ',' order by sku_id)) from sku)
      """;

  @Test
  void they_are_the_same_every_time_and_come_only_once() throws Exception {
    List<String> sums = new ArrayList<>();
    for (int time = 0; time < 2; time++) {
      try (EmbeddedDatabase database = EmbeddedDatabase.create();
          Connection connection = database.connect()) {
        migrate(connection);
        SampleCatalogue sample = new SampleCatalogue();
        List<String> progress = new ArrayList<>();
        assertThat(sample.isWanted(connection)).isTrue();

        sample.fill(connection, progress::add);

        assertThat(sample.isWanted(connection)).isFalse();
        assertThat(progress).first().isEqualTo("100 brands and 1,000 products");
        assertThat(progress).last().isEqualTo("100,000 of 100,000 SKUs");
        sums.add(sums(connection));
      }
    }

    assertThat(sums.get(0)).startsWith("100 brands, 1000 products, 100000 skus");
    assertThat(sums.get(1)).isEqualTo(sums.get(0));
  }

  @Test
  void they_are_the_same_when_filling_was_broken_off_before() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.create();
        Connection connection = database.connect()) {
      migrate(connection);
      SampleCatalogue sample = new SampleCatalogue();
      connection.setAutoCommit(false);
      for (String place : List.of("products", "20,000", "100,000 of")) {
        assertThatThrownBy(() -> sample.fill(connection, progress -> breakOff(progress, place)))
            .hasMessage("broken off");
        connection.rollback();
        assertThat(sample.isWanted(connection)).isTrue();
      }

      sample.fill(connection, progress -> {});

      connection.commit();
      assertThat(sums(connection)).startsWith("100 brands, 1000 products, 100000 skus");
      assertThat(numbers(connection)).isEqualTo("100 1000 100000");
    }
  }

  private static void breakOff(String progress, String place) {
    if (progress.contains(place)) {
      throw new IllegalStateException("broken off");
    }
  }

  /** The last number of each table. */
  private static String numbers(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet numbers =
            statement.executeQuery(
                "select (select max(brand_id) from brand) || ' ' || (select max(product_id) from"
                    + " product) || ' ' || (select max(sku_id) from sku)")) {
      numbers.next();
      return numbers.getString(1);
    }
  }

  private static void migrate(Connection connection) throws Exception {
    try (var script = SampleCatalogueTest.class.getResourceAsStream("/db/rest/V1__catalogue.sql");
        Statement statement = connection.createStatement()) {
      statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String sums(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet sums = statement.executeQuery(SUMS)) {
      sums.next();
      return sums.getString(1);
    }
  }
}
