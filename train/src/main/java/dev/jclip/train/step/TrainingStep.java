package dev.jclip.train.step;

import dev.jclip.model.ClipModel;
import dev.jclip.model.VisionTransformer;
import dev.jclip.tensor.OneDnn;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.train.loss.BatchLoss;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.watch.FeatureStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;

/**
 * Computes the gradients of a batch's loss. The batch goes through the towers in parts; the loss is
 * that of all pairs with one another. For one thread.
 */
public final class TrainingStep {
  private final TrainableModel trainable;
  private final BatchLoss loss;
  private final StepOptions options;

  /**
   * Prepares for a model.
   *
   * @throws IllegalArgumentException if patches shall be dropped and the image tower has none
   */
  public TrainingStep(TrainableModel trainable, BatchLoss loss, StepOptions options) {
    this.trainable = trainable;
    this.loss = loss;
    this.options = options;
    if (options.patchDropout() > 0 && trainable.mixesPictures()) {
      throw new IllegalArgumentException(
          "patchDropout: a ResNet has no patches to leave out; leave the option out");
    }
  }

  /**
   * What a step showed.
   *
   * @param loss the batch's
   * @param statistics of its features
   */
  public record Outcome(double loss, FeatureStatistics statistics) {}

  /**
   * Adds the gradients of a batch's loss to those of the parameters.
   *
   * @param captions token ids of each caption between start and end token, not padded
   * @param step the number of the step, which other random choices belong to
   */
  public Outcome backward(ImageBatch images, List<int[]> captions, long step) {
    try (TensorScope _ = TensorScope.open();
        OneDnn.Products _ = OneDnn.products()) {
      ClipModel model = trainable.forStep(options.precision());
      List<Encoding> imageParts = encodeImages(model, images, step);
      var texts = TextParts.of(captions, options.partSize());
      List<Encoding> textParts = encodeTexts(model, texts);
      BatchLoss.Outcome outcome =
          loss.of(
              features(imageParts),
              features(textParts).index_select(0, Tensors.of(texts.places(), captions.size())),
              model.logitScale(),
              model.logitBias(),
              repeats(captions));
      backward(imageParts, outcome.imageGradient());
      long[] order = texts.order().stream().mapToLong(Integer::longValue).toArray();
      backward(textParts, outcome.textGradient().index_select(0, Tensors.of(order, order.length)));
      return new Outcome(outcome.loss(), outcome.statistics());
    }
  }

  private static long[] repeats(List<int[]> captions) {
    List<List<Integer>> texts =
        captions.stream().map(ids -> Arrays.stream(ids).boxed().toList()).toList();
    Map<List<Integer>, Long> counts =
        texts.stream().collect(Collectors.groupingBy(text -> text, Collectors.counting()));
    return texts.stream().mapToLong(text -> counts.getOrDefault(text, 1L)).toArray();
  }

  private List<Encoding> encodeImages(ClipModel model, ImageBatch images, long step) {
    var parts = new ArrayList<Encoding>();
    for (int from = 0; from < images.size(); from += options.partSize()) {
      int first = from;
      int count = Math.min(options.partSize(), images.size() - from);
      parts.add(
          encoding(() -> forward(model, images.part(first, count), step + ((long) first << 40))));
    }
    return parts;
  }

  private Tensor forward(ClipModel model, Tensor pixels, long choice) {
    Tensor input = options.precision().of(pixels);
    return switch (model.vision()) {
      case VisionTransformer vit when options.patchDropout() > 0 -> {
        var dropout = new PatchDropout(options.patchDropout(), options.seed() ^ choice);
        yield vit.forward(input, dropout::apply);
      }
      default -> model.vision().forward(input);
    };
  }

  private List<Encoding> encodeTexts(ClipModel model, TextParts texts) {
    return texts.parts().stream()
        .map(
            part ->
                encoding(
                    () -> model.text().forward(TextParts.ids(part, trainable.config().text()))))
        .toList();
  }

  private Encoding encoding(Supplier<Tensor> tower) {
    Supplier<Tensor> features = () -> options.precision().widened(tower.get());
    return switch (options.activations()) {
      case KEPT -> Encoding.kept(features);
      case RECOMPUTED -> Encoding.recomputed(features);
    };
  }

  private static Tensor features(List<Encoding> parts) {
    return Tensors.cat(0, parts.stream().map(Encoding::features).toArray(Tensor[]::new));
  }

  private static void backward(List<Encoding> parts, Tensor slopes) {
    long from = 0;
    for (Encoding part : parts) {
      long count = part.features().size(0);
      part.backward(slopes.narrow(0, from, count));
      from += count;
    }
  }
}
