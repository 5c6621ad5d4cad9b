package dev.jclip.model.inference;

import dev.jclip.image.PreprocessConfig;
import dev.jclip.nn.OnDemandWeights;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.WeightSource;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.start.Engine;
import dev.jclip.tensor.thread.Part;
import dev.jclip.tensor.thread.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The gradient of a {@link PixelObjective} with respect to the pixels of an image: which way to
 * change each pixel so that a model finds the image nearer to a text. Image generators follow them
 * (guidance by CLIP), and they show which pixels a similarity hangs on.
 *
 * <p>The image tower is computed in float32 by the layers that training uses, through which
 * gradients go back by the chain rule. This object owns the tower's weights, which it reads when it
 * is made. What a call takes beside its arrays does not depend on how many images or cut-outs there
 * are: each thread computes at most four at a time, forward and back, and frees what that took.
 *
 * <p>Safe for many threads at once. {@link #close} waits for running calls; calls after it throw
 * {@link IllegalStateException}.
 */
public final class PixelGradients implements AutoCloseable {
  /** Images whose forward computation a thread keeps in memory until it has gone back. */
  private static final int IMAGES_TOGETHER = 4;

  private final String device;
  private final OnDemandWeights weights;
  private final UnaryOperator<Tensor> tower;
  private final PreprocessConfig preprocessing;
  private final int embedDim;
  private final OpenUntilClosed open = new OpenUntilClosed("the gradients for pixels are");

  /**
   * Reads the weights of an image tower.
   *
   * @param source where they are read, which stays the caller's
   * @param device where to compute, such as {@code cpu} or {@code cuda:0}
   * @param builder makes the tower: [B, 3, S, S] to [B, E], not normalised
   * @param preprocessing the size S of the tower's images, and how they are normalised
   * @param embedDim length E of the model's embeddings
   */
  PixelGradients(
      WeightSource source,
      String device,
      LazyTower.Builder<UnaryOperator<Tensor>> builder,
      PreprocessConfig preprocessing,
      int embedDim) {
    this.device = device;
    this.preprocessing = preprocessing;
    this.embedDim = embedDim;
    weights = new OnDemandWeights(source, device);
    try (TensorScope _ = TensorScope.inference()) {
      tower = builder.build(weights, new PlainLayers());
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  /**
   * The gradient with respect to the pixels of an image of any size. With c the cut-outs, n how
   * many they are, and r their scaling to S x S, the value is {@code 1/n sum_c
   * objective(tower((r(c) - mean) / std))}; the gradient is its derivative.
   *
   * @param image an image of width W and height H
   * @param cutouts the squares through which the model sees it
   * @return the value, and the gradient [3, H, W], in the order of {@link FloatImage#values}
   * @throws IllegalArgumentException when a square does not lie in the image, or the targets do not
   *     have the length of the model's embeddings
   */
  public PixelGradient of(FloatImage image, Cutouts cutouts, PixelObjective objective) {
    cutouts.requireIn(image);
    objective.requireLength(embedDim);
    int count = cutouts.squares().size();
    return open.whileOpen(
        () -> mean(inShares(count, share -> sum(image, cutouts, objective, share)), count));
  }

  /**
   * The gradient with respect to the values of prepared images, as {@code Clip.preprocess} gives
   * them: of each image by itself.
   *
   * @param images each [3, S, S] normalised values
   * @return for each image {@code objective(tower(image))}, and the gradient [3, S, S]
   * @throws IllegalArgumentException when an image has not that many values, or the targets do not
   *     have the length of the model's embeddings
   */
  public List<PixelGradient> ofPrepared(List<float[]> images, PixelObjective objective) {
    int values = FloatImage.CHANNELS * preprocessing.width() * preprocessing.height();
    for (int i = 0; i < images.size(); i++) {
      if (images.get(i).length != values) {
        throw new IllegalArgumentException(
            "image %d: expected %d prepared values, found %d"
                .formatted(i, values, images.get(i).length));
      }
    }
    objective.requireLength(embedDim);
    return open.whileOpen(
        () ->
            inShares(images.size(), share -> each(images, objective, share)).stream()
                .flatMap(List::stream)
                .toList());
  }

  /** The sum over some of the cut-outs. */
  private PixelGradient sum(
      FloatImage image, Cutouts cutouts, PixelObjective objective, Part share) {
    try (TensorScope _ = TensorScope.recording()) {
      Tensor pixels = leaf(image.values(), image.height(), image.width());
      double value = 0;
      for (Part few : share.inParts(IMAGES_TOGETHER)) {
        Function<Tensor, Tensor> seen =
            from -> normalise(cutouts.of(from, few, preprocessing.width()), preprocessing);
        for (float one : propagate(pixels, seen, objective)) {
          value += one;
        }
      }
      return new PixelGradient(value, Tensors.floats(pixels.grad()));
    }
  }

  private List<PixelGradient> each(List<float[]> images, PixelObjective objective, Part share) {
    var gradients = new ArrayList<PixelGradient>();
    for (int i = share.first(); i < share.end(); i++) {
      try (TensorScope _ = TensorScope.recording()) {
        Tensor pixels = leaf(images.get(i), preprocessing.height(), preprocessing.width());
        float[] value = propagate(pixels, Function.identity(), objective);
        gradients.add(new PixelGradient(value[0], Tensors.floats(pixels.grad())));
      }
    }
    return gradients;
  }

  /** The values [1, 3, H, W] for which gradients are recorded. */
  private Tensor leaf(float[] values, int height, int width) {
    Tensor pixels =
        Tensors.of(values, 1, FloatImage.CHANNELS, height, width)
            .to(new Device(device), torch.ScalarType.Float);
    pixels.set_requires_grad(true);
    return pixels;
  }

  /**
   * Adds the gradients of the objective's values to the pixels' gradient, and frees what was
   * computed on the way.
   *
   * @param seen what the tower sees of the pixels, [B, 3, S, S]
   * @return the values, [B]
   */
  private float[] propagate(
      Tensor pixels, Function<Tensor, Tensor> seen, PixelObjective objective) {
    try (TensorScope _ = TensorScope.recording()) {
      Tensor values = objective.values(tower.apply(seen.apply(pixels))); // [B]
      values.sum().backward();
      return Tensors.floats(values);
    }
  }

  /** Subtracts each channel's mean and divides by its deviation, in the images' kind of numbers. */
  static Tensor normalise(Tensor images, PreprocessConfig preprocessing) {
    return images
        .sub(channels(preprocessing.mean(), images))
        .div(channels(preprocessing.std(), images));
  }

  /** A number for each channel, [1, 3, 1, 1]. */
  private static Tensor channels(List<Float> numbers, Tensor like) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i);
    }
    return Tensors.of(values, 1, values.length, 1, 1).to(like.device(), like.scalar_type());
  }

  /** Each thread has as many as another. */
  private <T> List<T> inShares(int count, Function<Part, T> share) {
    int shares = Math.min(count, device.equals("cpu") ? Engine.threads() : 1);
    return Workers.map(shares, index -> share.apply(Part.of(index, shares, count)));
  }

  private static PixelGradient mean(List<PixelGradient> sums, int count) {
    double value = 0;
    float[] gradient = new float[sums.getFirst().gradient().length];
    for (PixelGradient sum : sums) {
      value += sum.value() / count;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += sum.gradient()[i] / count;
      }
    }
    return new PixelGradient(value, gradient);
  }

  @Override
  public void close() {
    open.close(weights::close);
  }
}
