package dev.jclip.model.detector;

import dev.jclip.config.ResNetConfig;
import dev.jclip.config.VitConfig;
import dev.jclip.model.clip.ResNetStages;
import dev.jclip.model.clip.VisionTransformer;
import dev.jclip.model.owl.CellPredictions;
import dev.jclip.model.owl.CellPredictor;
import dev.jclip.model.owl.OwlHeads;
import dev.jclip.model.owl.OwlImageTower;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** An image tower, a neck where there is one, and heads. Immutable. */
public final class DetectorTower implements CellPredictor {
  private static final String VISUAL = "visual";

  /** All stages of a ResNet but the last, whose cells are too few. */
  private static final int RESNET_STAGES = 3;

  private final UnaryOperator<Tensor> cells;
  private final UnaryOperator<Tensor> neck;
  private final OwlHeads heads;
  private final int side;

  /**
   * Builds the detector.
   *
   * @param parameters the image tower's below {@code visual}, the neck's below {@code neck}, and
   *     the heads'
   */
  public DetectorTower(DetectorConfig config, Parameters parameters, Layers layers) {
    cells = cells(config, parameters.at(VISUAL), layers);
    neck =
        config
            .neck()
            .<UnaryOperator<Tensor>>map(
                shape ->
                    new CellNeck(
                            shape, config.cellWidth(), config.side(), parameters.at("neck"), layers)
                        ::forward)
            .orElse(UnaryOperator.identity());
    heads = new OwlHeads(config.heads(), parameters, layers);
    side = config.side();
  }

  private static UnaryOperator<Tensor> cells(
      DetectorConfig config, Parameters visual, Layers layers) {
    return switch (config.image()) {
      case VitConfig vit -> {
        var tower = new VisionTransformer(vit, config.towers().embedDim(), visual, layers);
        yield pixels -> OwlImageTower.cells(tower, pixels);
      }
      case ResNetConfig resNet -> {
        var stages = new ResNetStages(resNet, RESNET_STAGES, visual, layers);
        yield pixels -> stages.forward(pixels).last();
      }
      default -> throw new IllegalStateException("refused by the configuration");
    };
  }

  /** Whether a tensor belongs to the image tower. */
  public static boolean isOfImageTower(String name) {
    return name.startsWith(VISUAL + ".");
  }

  /** The heads compute in float32, also where the image tower does not: boxes need the digits. */
  @Override
  public CellPredictions forward(Tensor pixels) {
    Tensor features = neck.apply(cells.apply(pixels)).to(torch.ScalarType.Float);
    return heads.forward(features, side, side);
  }
}
