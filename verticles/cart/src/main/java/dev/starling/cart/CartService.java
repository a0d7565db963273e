package dev.starling.cart;

import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.shop.userproducts.UserProductsService;
import java.util.List;
import java.util.Map;

/** The products that users are about to buy. */
public final class CartService {
  private static final Map<Long, List<Integer>> SAMPLE =
      Map.of(1L, List.of(1, 2, 3), 2L, List.of(1, 2, 5));

  /** The service as the launcher runs it. */
  public static final ServiceDefinition<CartSettings> DEFINITION =
      UserProductsService.definition("cart", CartSettings.class, SAMPLE);

  private CartService() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
