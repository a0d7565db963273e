package dev.starling.favorites;

import dev.starling.shared.launch.Launcher;
import dev.starling.shared.service.ServiceDefinition;
import dev.starling.shared.shop.userproducts.UserProductsService;
import java.util.List;
import java.util.Map;

/** The products that users like best. */
public final class FavoritesService {
  private static final Map<Long, List<Integer>> SAMPLE =
      Map.of(1L, List.of(1, 2, 3), 3L, List.of(1, 2, 3));

  /** The service as the launcher runs it. */
  public static final ServiceDefinition<FavoritesSettings> DEFINITION =
      UserProductsService.definition("favorites", FavoritesSettings.class, SAMPLE);

  private FavoritesService() {}

  public static void main(String[] args) {
    Launcher.run(DEFINITION, args);
  }
}
