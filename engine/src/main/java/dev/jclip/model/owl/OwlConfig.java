package dev.jclip.model.owl;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.VitConfig;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import java.util.Objects;

/**
 * The architecture of an OWL-ViT or OWLv2 model.
 *
 * @param version which of the two
 * @param towers CLIP's towers; the image tower is a Vision Transformer, and texts have the width of
 *     the shared space
 */
public record OwlConfig(Version version, ClipConfig towers) implements ObjectArchitecture {
  /** The two generations of the architecture. */
  public enum Version {
    /** OWL-ViT: images are squashed to a square. */
    OWL_VIT("owlvit"),
    /** OWLv2: images are padded to a square, and each cell says whether it holds an object. */
    OWL_V2("owlv2");

    private final String key;

    Version(String key) {
      this.key = key;
    }

    /** What transformers calls it, in configurations and before the names of tensors. */
    String key() {
      return key;
    }
  }

  /** Checks that the heads fit the towers. */
  public OwlConfig {
    Objects.requireNonNull(version);
    if (!(towers.vision() instanceof VitConfig)) {
      throw new IllegalArgumentException(
          "vision: expected a Vision Transformer, found " + towers.vision());
    }
    if (towers.text().width() != towers.embedDim()) {
      throw new IllegalArgumentException(
          "projection_dim: expected %d, the hidden_size of the text tower, which is also that of the class head, found %d"
              .formatted(towers.text().width(), towers.embedDim()));
    }
  }

  @Override
  public VitConfig vision() {
    return (VitConfig) towers.vision();
  }

  @Override
  public CellPredictor imageTower(Parameters parameters, Layers layers) {
    return new OwlImageTower(this, parameters, layers);
  }

  /** The size of the heads. */
  OwlHeads.Shape heads() {
    return new OwlHeads.Shape(
        vision().width(), towers.embedDim(), vision().layerNormEps(), version == Version.OWL_V2);
  }

  /** The same model for images of another size, in pixels. */
  public OwlConfig withImageSize(int imageSize) {
    return new OwlConfig(version, towers.withImageSize(imageSize));
  }
}
