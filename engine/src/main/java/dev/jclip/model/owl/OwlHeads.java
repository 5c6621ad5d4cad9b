package dev.jclip.model.owl;

import dev.jclip.nn.LayerNorm;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Linear;
import dev.jclip.nn.Parameters;
import dev.jclip.tensor.Tensors;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What is said of each cell of an image: a box, a vector, and in OWLv2 whether it is an object. */
public final class OwlHeads {
  /** Keeps the logarithms of a box's bias finite at 0 and 1. */
  private static final double MARGIN = 1e-4;

  private final LayerNorm layerNorm;
  private final Linear embedding;
  private final Linear logitShift;
  private final Linear logitScale;
  private final UnaryOperator<Tensor> boxes;
  private final Optional<UnaryOperator<Tensor>> objectness;

  /**
   * The size of heads.
   *
   * @param width channels of a cell
   * @param embedDim channels of a query
   * @param layerNormEps epsilon of the LayerNorm before them
   * @param objectness whether they say of each cell that it is an object at all, as OWLv2's do
   */
  public record Shape(int width, int embedDim, double layerNormEps, boolean objectness) {}

  /** Takes {@code layer_norm}, {@code class_head}, {@code box_head}, {@code objectness_head}. */
  public OwlHeads(Shape shape, Parameters parameters, Layers layers) {
    long width = shape.width();
    Parameters classHead = parameters.at("class_head");
    layerNorm = new LayerNorm(parameters.at("layer_norm"), width, shape.layerNormEps());
    embedding = new Linear(classHead.at("dense0"), width, shape.embedDim());
    logitShift = new Linear(classHead.at("logit_shift"), width, 1);
    logitScale = new Linear(classHead.at("logit_scale"), width, 1);
    boxes = perceptron(parameters.at("box_head"), width, 4, layers);
    objectness =
        shape.objectness()
            ? Optional.of(perceptron(parameters.at("objectness_head"), width, 1, layers))
            : Optional.empty();
  }

  /** Two hidden layers, and one in float32 whose numbers nothing evens out any more. */
  private static UnaryOperator<Tensor> perceptron(
      Parameters parameters, long width, long out, Layers layers) {
    UnaryOperator<Tensor> dense0 = layers.linear(parameters.at("dense0"), width, width);
    UnaryOperator<Tensor> dense1 = layers.linear(parameters.at("dense1"), width, width);
    var dense2 = new Linear(parameters.at("dense2"), width, out);
    return x ->
        dense2.forward(torch.gelu(dense1.apply(torch.gelu(dense0.apply(x))))); // [B, N, out]
  }

  /**
   * Predicts the objects of images.
   *
   * @param cells [B, N, D], from the upper left to the lower right
   * @param rows cells from the top to the bottom
   * @param columns cells from the left to the right
   */
  public CellPredictions forward(Tensor cells, long rows, long columns) {
    Tensor features = layerNorm.forward(cells); // [B, N, D]
    return new CellPredictions(
        torch.sigmoid(boxes.apply(features).add(boxBias(rows, columns).to(features))),
        embedding.forward(features),
        logitShift.forward(features).squeeze(2),
        torch.elu(logitScale.forward(features)).add(new Scalar(1)).squeeze(2),
        objectness.map(head -> head.apply(features).squeeze(2)));
  }

  /**
   * What the box of each cell is without its features, before the sigmoid: as large as the cell,
   * around its lower right corner.
   *
   * @return [N, 4]
   */
  static Tensor boxBias(long rows, long columns) {
    float[] shares = new float[Math.toIntExact(4 * rows * columns)];
    int i = 0;
    for (int y = 1; y <= rows; y++) {
      for (int x = 1; x <= columns; x++) {
        shares[i++] = (float) x / columns;
        shares[i++] = (float) y / rows;
        shares[i++] = 1f / columns;
        shares[i++] = 1f / rows;
      }
    }
    Tensor v = Tensors.of(shares, rows * columns, 4);
    var margin = new Scalar(MARGIN);
    return v.add(margin).log().sub(v.neg().add(margin).log1p());
  }
}
