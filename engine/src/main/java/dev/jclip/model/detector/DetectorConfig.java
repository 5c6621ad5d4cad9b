package dev.jclip.model.detector;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.ResNetConfig;
import dev.jclip.config.VisionConfig;
import dev.jclip.config.VitConfig;
import dev.jclip.config.range.Ranges;
import dev.jclip.model.owl.CellPredictor;
import dev.jclip.model.owl.ObjectArchitecture;
import dev.jclip.model.owl.OwlHeads;
import dev.jclip.nn.Layers;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.Parameters;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.ShapeRecorder;
import dev.jclip.tensor.TensorScope;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The architecture of a detector beside a CLIP model.
 *
 * @param towers of the CLIP model; the image tower is a Vision Transformer or a ResNet
 * @param imageSize side of the images that it takes, in pixels
 * @param tower whose weights compute the cells
 * @param neck between the image tower and the heads, where there is one
 * @param objectness whether it says of each cell that it is an object at all
 */
public record DetectorConfig(
    ClipConfig towers, int imageSize, Tower tower, Optional<Neck> neck, boolean objectness)
    implements ObjectArchitecture {
  private static final double EPSILON = 1e-5;

  /** Whose weights compute the cells. */
  public enum Tower {
    /** The CLIP model's own, which stay as they are. */
    SHARED,
    /** The detector's own, which began as a copy of the CLIP model's. */
    OWN
  }

  /**
   * Brings cells to another width and lets them see one another, which those of a ResNet have not
   * done before.
   *
   * @param width channels W; a multiple of the heads
   * @param layers residual attention blocks
   * @param heads of their attention
   */
  public record Neck(int width, int layers, int heads) {
    /** Checks the ranges and that the sizes fit one another. */
    public Neck {
      Ranges.check("neck width", width, 1, Ranges.MAX_WIDTH / 4);
      Ranges.check("neck layers", layers, 0, Ranges.MAX_LAYERS);
      Ranges.check("neck heads", heads, 1, width);
      Ranges.checkDivides("neck heads", heads, "neck width", width);
    }
  }

  /** Checks the ranges, and that cells can be taken out of the image tower. */
  public DetectorConfig {
    Objects.requireNonNull(tower);
    Objects.requireNonNull(neck);
    boolean hasCells =
        switch (towers.vision()) {
          case VitConfig vit -> vit.attentionPooler().isEmpty();
          case ResNetConfig _ -> true;
          default -> false;
        };
    if (!hasCells) {
      throw new IllegalArgumentException(
          "image tower: expected a Vision Transformer or a ResNet of CLIP, found "
              + towers.vision());
    }
    var _ = towers.vision().withImageSize(imageSize); // checks the size
  }

  @Override
  public VisionConfig vision() {
    return new SeenCells(image(), neck);
  }

  @Override
  public CellPredictor imageTower(Parameters parameters, Layers layers) {
    return new DetectorTower(this, parameters, layers);
  }

  /** The image tower for the images that the detector takes. */
  VisionConfig image() {
    return towers.vision().withImageSize(imageSize);
  }

  /** Cells of an image, per side. */
  int side() {
    return image().tokens().side();
  }

  /** Channels of a cell as the image tower gives it. */
  int cellWidth() {
    return image().tokens().width();
  }

  /** The size of the heads. */
  OwlHeads.Shape heads() {
    return new OwlHeads.Shape(
        neck.map(Neck::width).orElse(cellWidth()), towers.embedDim(), EPSILON, objectness);
  }

  /** All tensors that the detector computes with, those of the image tower included. */
  public List<ParameterSpec> parameters() {
    try (TensorScope _ = TensorScope.inference()) {
      var recorder = new ShapeRecorder();
      var _ = new DetectorTower(this, recorder, new PlainLayers());
      return recorder.specs();
    }
  }

  /** The tensors among them that are stored with the detector. */
  public List<ParameterSpec> ownParameters() {
    return parameters().stream().filter(spec -> isOwn(spec.name())).toList();
  }

  /** Whether a tensor is stored with the detector, not with the CLIP model. */
  public boolean isOwn(String name) {
    return tower == Tower.OWN || !DetectorTower.isOfImageTower(name);
  }

  /** The image tower with the neck, as what computes an image sees it. */
  private record SeenCells(VisionConfig tower, Optional<Neck> neck) implements VisionConfig {
    @Override
    public int imageSize() {
      return tower.imageSize();
    }

    @Override
    public int width() {
      return tower.width();
    }

    @Override
    public int featureWidth() {
      return tower.featureWidth();
    }

    @Override
    public Optional<BlockStack> blockStack() {
      int ofTower = tower.blockStack().map(BlockStack::layers).orElse(0);
      int ofNeck = neck.map(Neck::layers).orElse(0);
      return ofTower + ofNeck == 0
          ? Optional.empty()
          : Optional.of(new BlockStack(ofTower + ofNeck, tower.tokens().count()));
    }

    @Override
    public TokenGrid tokens() {
      return tower.tokens();
    }

    @Override
    public VisionConfig withImageSize(int imageSize) {
      return new SeenCells(tower.withImageSize(imageSize), neck);
    }
  }
}
