package dev.jclip.train.contrastive;

import dev.jclip.model.VisionTower;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.model.clip.VisionTransformer;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.Tensors;
import dev.jclip.tensor.onednn.OneDnn;
import dev.jclip.train.image.ImageBatch;
import dev.jclip.train.loss.BatchLoss;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.step.Crew;
import dev.jclip.train.step.StepOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;

/**
 * A step of a model that learns to match images with captions. The batch goes through the towers in
 * parts; the loss is that of all pairs with one another.
 */
public final class ContrastiveStep implements PairStep {
  private final TrainableModel trainable;
  private final BatchLoss loss;
  private final StepOptions options;
  private final PatchDropout dropout;
  private final Crew<ClipModel> crew;

  /**
   * Prepares for a model.
   *
   * @throws IllegalArgumentException if patches shall be dropped and the image tower has none
   */
  public ContrastiveStep(
      TrainableModel trainable, BatchLoss loss, StepOptions options, PatchDropout dropout) {
    this.trainable = trainable;
    this.loss = loss;
    this.options = options;
    this.dropout = dropout;
    if (dropout.drops() && trainable.mixesPictures()) {
      throw new IllegalArgumentException(
          "patchDropout: a ResNet has no patches to leave out; leave the option out");
    }
    crew =
        new Crew<>(
            trainable.trainable(),
            parameters -> new ClipModel(trainable.config(), parameters),
            options);
  }

  @Override
  public Outcome backward(ImageBatch images, TextBatch texts, long step) {
    try (TensorScope _ = TensorScope.open();
        OneDnn.Products _ = OneDnn.products()) {
      var ordered = TextParts.of(texts.all(), options.partSize());
      List<Crew.Part<ClipModel>> parts = new ArrayList<>(imageParts(images, step));
      int imageParts = parts.size();
      parts.addAll(textParts(ordered));
      try (Crew<ClipModel>.UnderWay encoded = crew.encode(parts)) {
        List<Tensor> features = encoded.rows();
        long[] places = ordered.places();
        long[] order = ordered.rows();
        BatchLoss.Outcome outcome =
            loss.of(
                PartRows.joined(features.subList(0, imageParts)),
                PartRows.joined(features.subList(imageParts, features.size()))
                    .index_select(0, Tensors.of(places, places.length)),
                trainable.logitScaleTensor(),
                trainable.logitBiasTensor(),
                texts.weights());
        Tensor textGradients =
            outcome.textGradient().index_select(0, Tensors.of(order, order.length));
        List<Tensor> gradients = new ArrayList<>(split(outcome.imageGradient()));
        gradients.addAll(split(textGradients));
        encoded.backward(gradients);
        return new Outcome(outcome.loss(), OptionalDouble.empty(), outcome.statistics());
      }
    }
  }

  private List<Crew.Part<ClipModel>> imageParts(ImageBatch images, long step) {
    var parts = new ArrayList<Crew.Part<ClipModel>>();
    for (int from = 0; from < images.size(); from += options.partSize()) {
      int first = from;
      int count = Math.min(options.partSize(), images.size() - from);
      long choice = step + ((long) first << 40);
      parts.add(model -> forward(model.vision(), images.part(first, count), choice));
    }
    return parts;
  }

  private Tensor forward(VisionTower tower, Tensor pixels, long choice) {
    Tensor input = options.precision().of(pixels);
    Tensor features =
        tower instanceof VisionTransformer vit && dropout.drops()
            ? vit.forward(input, dropout.of(choice)::apply)
            : tower.forward(input);
    return options.precision().widened(features);
  }

  private List<Crew.Part<ClipModel>> textParts(TextParts texts) {
    return texts.parts().stream()
        .map(
            part ->
                (Crew.Part<ClipModel>)
                    model ->
                        options
                            .precision()
                            .widened(
                                model
                                    .text()
                                    .forward(TextParts.ids(part, trainable.config().text()))))
        .toList();
  }

  private List<Tensor> split(Tensor gradients) {
    return PartRows.split(gradients, options.partSize());
  }

  @Override
  public void close() {
    crew.close();
  }
}
