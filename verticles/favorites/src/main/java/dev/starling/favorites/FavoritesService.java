package dev.starling.favorites;

import dev.starling.core.launch.Launcher;
import dev.starling.core.service.ServiceDefinition;
import dev.starling.shop.userproducts.UserProductsService;
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
