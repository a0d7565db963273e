package dev.starling.cart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.shop.testing.UserProductsContract;
import org.junit.jupiter.api.Test;

class CartServiceTest extends UserProductsContract<CartSettings> {
  CartServiceTest() {
    super(CartService.DEFINITION);
  }

  @Test
  void the_sample_rows_are_there() throws Exception {
    assertThat(of(1)).isEqualTo("[{\"product_id\":1},{\"product_id\":2},{\"product_id\":3}]");
    assertThat(of(3)).isEqualTo("[]");
    assertThat(of(2)).isEqualTo("[{\"product_id\":1},{\"product_id\":2},{\"product_id\":5}]");
  }
}
