package dev.jclip.model;

import dev.jclip.config.ClipConfig;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The families of models that are on the class path. */
public final class ModelFamilies {
  private static final List<TwoTowerFamily> TWO_TOWERS =
      ServiceLoader.load(ModelFamily.class, ModelFamilies.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .filter(TwoTowerFamily.class::isInstance)
          .map(TwoTowerFamily.class::cast)
          .toList();

  private ModelFamilies() {}

  /**
   * A family whose checkpoint was recognised.
   *
   * @param layout the published form of that checkpoint
   */
  public record Recognised(TwoTowerFamily family, Layout layout) {}

  /** The first family with two towers that recognises a checkpoint as its own. */
  public static Optional<Recognised> recognise(ModelFiles files) {
    for (TwoTowerFamily family : TWO_TOWERS) {
      Optional<Layout> layout = family.recognise(files);
      if (layout.isPresent()) {
        return Optional.of(new Recognised(family, layout.get()));
      }
    }
    return Optional.empty();
  }

  /** The family that builds an architecture. */
  public static TwoTowerFamily of(ClipConfig config) {
    return TWO_TOWERS.stream()
        .filter(family -> family.builds(config))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "config: expected an architecture of %s, found %s"
                        .formatted(TWO_TOWERS.stream().map(ModelFamily::name).toList(), config)));
  }
}
