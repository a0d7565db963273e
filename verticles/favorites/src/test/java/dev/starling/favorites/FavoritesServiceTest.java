package dev.starling.favorites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shop.testing.UserProductsContract;
import org.junit.jupiter.api.Test;

class FavoritesServiceTest extends UserProductsContract<FavoritesSettings> {
  FavoritesServiceTest() {
    super(FavoritesService.DEFINITION);
  }

  @Test
  void the_sample_rows_are_there() throws Exception {
    assertThat(of(1)).isEqualTo("[{\"product_id\":1},{\"product_id\":2},{\"product_id\":3}]");
    assertThat(of(2)).isEqualTo("[]");
    assertThat(of(3)).isEqualTo("[{\"product_id\":1},{\"product_id\":2},{\"product_id\":3}]");
  }
}
