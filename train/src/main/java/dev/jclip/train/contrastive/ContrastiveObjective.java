package dev.jclip.train.contrastive;

import dev.jclip.data.pipeline.TrainingBatch;
import dev.jclip.nn.Weights;
import dev.jclip.train.image.Normalization;
import dev.jclip.train.loss.BatchLoss;
import dev.jclip.train.loss.CaptionRates;
import dev.jclip.train.loss.ContrastiveLoss;
import dev.jclip.train.loss.WeightedLoss;
import dev.jclip.train.model.ModelFiles;
import dev.jclip.train.model.TrainableModel;
import dev.jclip.train.model.TrainableWeights;
import dev.jclip.train.objective.Objective;
import dev.jclip.train.objective.StepResult;
import dev.jclip.train.watch.CommonRules;
import dev.jclip.train.watch.Figure;
import dev.jclip.train.watch.Rule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * Both towers of a CLIP model, trained so that an image is nearer to its own caption than to the
 * others of its batch (arXiv 2103.00020, section 2.3), and where it has a caption decoder that
 * shall learn, so that this writes the caption (arXiv 2205.01917). Owns the model.
 */
public final class ContrastiveObjective implements Objective<PairBatch> {
  private final TrainableModel model;
  private final ModelFiles files;
  private final ContrastiveOptions options;
  private final PairStep step;
  private final Normalization normalization;

  /** How often each caption stood in a batch, where the loss asks for it. */
  private final Optional<CaptionRates> rates;

  /**
   * Takes over a model.
   *
   * @param files what its folder holds beside the weights
   * @param options what is computed of it
   */
  public ContrastiveObjective(TrainableModel model, ModelFiles files, ContrastiveOptions options) {
    this.model = model;
    this.files = files;
    this.options = options;
    step = options.captions().map(this::captioning).orElseGet(this::contrastive);
    normalization = new Normalization(files.preprocessing());
    rates =
        options.loss().kind().weighsTexts() ? Optional.of(new CaptionRates()) : Optional.empty();
  }

  private PairStep contrastive() {
    return new ContrastiveStep(model, batchLoss(options.loss()), options.step(), options.dropout());
  }

  private PairStep captioning(CaptionLoss captions) {
    var weighted = new WeightedLoss(options.loss(), captions.contrastiveWeight());
    return new CaptioningStep(model, batchLoss(weighted), captions, options.step());
  }

  private static BatchLoss batchLoss(ContrastiveLoss loss) {
    return new BatchLoss(loss, BatchLoss.DEFAULT_MAX_LOGITS);
  }

  /**
   * What makes batches of the pipeline ready for {@link #backward}, on the pipeline's thread. It
   * lasts as long as this objective.
   */
  public Function<TrainingBatch, PairBatch> reader() {
    var captions =
        new CaptionReader(files.vocabulary().tokenizer(), model.config().text().contextLength());
    return new PairReader(captions, options.negatives(), normalization);
  }

  @Override
  public TrainableWeights weights() {
    return model.trainable();
  }

  @Override
  public StepResult backward(PairBatch batch, long stepsTaken) {
    PairStep.Outcome outcome = step.backward(batch.images(), texts(batch), stepsTaken);
    SequencedMap<Figure, Number> figures =
        ContrastiveFigures.ofBatch(outcome.statistics(), batch.duplicates(), batch.size());
    outcome
        .captionLoss()
        .ifPresent(captionLoss -> figures.put(ContrastiveFigures.CAPTION_LOSS, captionLoss));
    return new StepResult(outcome.loss(), figures);
  }

  private TextBatch texts(PairBatch batch) {
    return rates
        .map(counted -> counted.weights(all(batch)))
        .map(weights -> new TextBatch(batch.captions(), batch.negatives(), weights))
        .orElseGet(() -> TextBatch.unweighted(batch.captions(), batch.negatives()));
  }

  private static List<int[]> all(PairBatch batch) {
    return Stream.concat(batch.captions().stream(), batch.negatives().stream()).toList();
  }

  @Override
  public void constrain() {
    model.clampLogitScale();
  }

  @Override
  public SequencedMap<Figure, Number> figures() {
    return ContrastiveFigures.ofWeights(Math.exp(model.logitScale()));
  }

  @Override
  public List<Rule> rules(long warmup, long total) {
    return options.captions().isPresent()
        ? CommonRules.of(warmup, total)
        : ContrastiveRules.of(options.loss().kind(), warmup, total);
  }

  @Override
  public SequencedMap<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    rates.ifPresent(counted -> state.put("caption_sightings", counted.sightings()));
    return state;
  }

  @Override
  public void resume(long steps, double timesAsLarge) {
    rates.ifPresent(
        counted -> {
          counted.resumeAt(steps);
          if (timesAsLarge != 1) {
            counted.resize(timesAsLarge);
          }
        });
  }

  @Override
  public void writeCheckpoint(Path folder) {
    files.write(folder, model.weights());
  }

  @Override
  public void writeModel(Path folder, Weights weights) {
    files.writeForAll(folder, weights);
  }

  @Override
  public void close() {
    step.close();
    normalization.close();
    rates.ifPresent(CaptionRates::close);
    model.close();
  }
}
