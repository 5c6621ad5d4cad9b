package dev.jclip.train.contrastive;

import dev.jclip.config.TextConfig;
import dev.jclip.model.VisionTower;
import dev.jclip.model.clip.ClipModel;
import dev.jclip.model.coca.TeacherForcing;
import dev.jclip.nn.HiddenStates;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A step of a model with a caption decoder, which learns to match images with captions and to write
 * the captions. An image and its caption go through the model together; the contrastive loss is
 * that of all pairs of the batch.
 */
final class CaptioningStep implements PairStep {
  private final TrainableModel trainable;
  private final BatchLoss contrastive;
  private final CaptionLoss loss;
  private final StepOptions options;
  private final Crew<ClipModel> crew;

  /**
   * Prepares for a model.
   *
   * @param trainable has a caption decoder
   * @param contrastive weighted as {@code loss} says
   */
  CaptioningStep(
      TrainableModel trainable, BatchLoss contrastive, CaptionLoss loss, StepOptions options) {
    this.trainable = trainable;
    this.contrastive = contrastive;
    this.loss = loss;
    this.options = options;
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
      TextParts ordered = TextParts.of(texts.captions(), options.partSize());
      List<Crew.Part<ClipModel>> pairs = pairParts(images, ordered);
      List<Crew.Part<ClipModel>> negatives = negativeParts(texts.negatives());
      try (Crew<ClipModel>.UnderWay encoded =
          crew.encode(Stream.concat(pairs.stream(), negatives.stream()).toList())) {
        List<Tensor> rows = encoded.rows();
        Tensor ofPairs = // [B, 2E + 1]
            PartRows.joined(rows.subList(0, pairs.size())).index_select(0, index(ordered.places()));
        List<Tensor> others = rows.subList(pairs.size(), rows.size());
        long width = trainable.config().embedDim();
        Tensor captions = ofPairs.narrow(1, width, width);
        BatchLoss.Outcome outcome =
            contrastive.of(
                ofPairs.narrow(1, 0, width).contiguous(),
                PartRows.joined(Stream.concat(Stream.of(captions), others.stream()).toList()),
                trainable.logitScaleTensor(),
                trainable.logitBiasTensor(),
                texts.weights());
        long size = images.size();
        double tokens = texts.captions().stream().mapToLong(ids -> ids.length - 1).sum();
        Tensor each = torch.full(new long[] {size, 1}, new Scalar(loss.captionWeight() / tokens));
        Tensor textGradient = outcome.textGradient();
        Tensor gradient =
            Tensors.cat(1, outcome.imageGradient(), textGradient.narrow(0, 0, size), each);
        List<Tensor> gradients =
            new ArrayList<>(split(gradient.index_select(0, index(ordered.rows()))));
        gradients.addAll(split(textGradient.narrow(0, size, textGradient.size(0) - size)));
        encoded.backward(gradients);
        double captionLoss = ofPairs.select(1, 2 * width).sum().item().toDouble() / tokens;
        return new Outcome(
            outcome.loss() + loss.captionWeight() * captionLoss,
            OptionalDouble.of(captionLoss),
            outcome.statistics());
      }
    }
  }

  private List<Crew.Part<ClipModel>> pairParts(ImageBatch images, TextParts captions) {
    List<List<Integer>> indices = captions.indices();
    return IntStream.range(0, indices.size())
        .mapToObj(
            i ->
                (Crew.Part<ClipModel>)
                    model -> pairs(model, images.at(indices.get(i)), captions.parts().get(i)))
        .toList();
  }

  /** Each image's features, its caption's, and what the caption loses. */
  private Tensor pairs(ClipModel model, Tensor pixels, List<int[]> captions) {
    VisionTower vision = model.vision();
    HiddenStates states = vision.hiddenStates(options.precision().of(pixels));
    Tensor images = TeacherForcing.described(trainable.config(), vision, states);
    Tensor ids = TextParts.ids(captions, text());
    Tensor tokens = model.text().tokens(ids);
    int longest = captions.stream().mapToInt(caption -> caption.length).max().orElseThrow();
    Tensor logits = model.captions().orElseThrow().logits(tokens.narrow(1, 0, longest - 1), images);
    return Tensors.cat(
        1,
        widened(vision.pool(states.last())),
        widened(model.text().pool(tokens, ids)),
        CaptionLoss.ofEach(widened(logits), captions).unsqueeze(1));
  }

  private List<Crew.Part<ClipModel>> negativeParts(List<int[]> texts) {
    return PartRows.starts(texts.size(), options.partSize())
        .mapToObj(
            from -> {
              List<int[]> part = part(texts, from);
              return (Crew.Part<ClipModel>)
                  model -> widened(model.text().forward(TextParts.ids(part, text())));
            })
        .toList();
  }

  private TextConfig text() {
    return trainable.config().text();
  }

  private Tensor widened(Tensor tensor) {
    return options.precision().widened(tensor);
  }

  private List<int[]> part(List<int[]> texts, int from) {
    return texts.subList(from, Math.min(texts.size(), from + options.partSize()));
  }

  private List<Tensor> split(Tensor gradients) {
    return PartRows.split(gradients, options.partSize());
  }

  private static Tensor index(long[] rows) {
    return Tensors.of(rows, rows.length);
  }

  @Override
  public void close() {
    crew.close();
  }
}
