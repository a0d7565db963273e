package dev.starling.promotions;

import dev.starling.database.SampleData;
import dev.starling.database.SampleRows;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Promotions of which four run, and have been and will be running for long. */
final class PromotionsSample {
  static final SampleData ROWS =
      new SampleRows(
          "promotion",
          "insert into promotion (title, product_id, discount_percent, starts_at, ends_at)"
              + " values (?, ?, ?, ?, ?)",
          PromotionsSample::add);

  private static final LocalDate FOUNDED = LocalDate.of(2020, 1, 1);

  private static final List<Offer> OFFERS =
      List.of(
          new Offer("The early bird", 3, 10, FOUNDED, LocalDate.of(2090, 1, 1)),
          new Offer("Four of a kind", 4, 25, FOUNDED, LocalDate.of(2091, 1, 1)),
          new Offer("Last chance", 7, 50, FOUNDED, LocalDate.of(2092, 1, 1)),
          new Offer("Always a bargain", 12, 15, FOUNDED, LocalDate.of(2100, 1, 1)),
          new Offer("Opening week", 1, 40, FOUNDED, LocalDate.of(2020, 1, 8)),
          new Offer("Summer sale", 5, 30, LocalDate.of(2024, 6, 1), LocalDate.of(2024, 9, 1)),
          new Offer("New century", 9, 99, LocalDate.of(2100, 1, 1), LocalDate.of(2100, 2, 1)));

  private record Offer(String title, int product, int percent, LocalDate from, LocalDate to) {}

  private PromotionsSample() {}

  private static void add(PreparedStatement insert) throws SQLException {
    for (Offer offer : OFFERS) {
      insert.setString(1, offer.title);
      insert.setInt(2, offer.product);
      insert.setInt(3, offer.percent);
      insert.setObject(4, offer.from.atStartOfDay().atOffset(ZoneOffset.UTC));
      insert.setObject(5, offer.to.atStartOfDay().atOffset(ZoneOffset.UTC));
      insert.addBatch();
    }
  }
}
