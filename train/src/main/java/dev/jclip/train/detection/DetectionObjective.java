package dev.jclip.train.detection;

import dev.jclip.checkpoint.DetectorCheckpoint;
import dev.jclip.config.DType;
import dev.jclip.data.detection.ImageObjects;
import dev.jclip.data.detection.QueryDraw;
import dev.jclip.data.pipeline.ExampleBatch;
import dev.jclip.data.random.SeededRandom;
import dev.jclip.model.detector.DetectorConfig;
import dev.jclip.model.detector.DetectorConfig.Tower;
import dev.jclip.model.detector.DetectorTower;
import dev.jclip.model.owl.CellPredictions;
import dev.jclip.nn.PlainLayers;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tensor.onednn.OneDnn;
import dev.jclip.train.detection.DetectionLoss.Losses;
import dev.jclip.train.detection.DetectionLoss.Terms;
import dev.jclip.train.image.Normalization;
import dev.jclip.train.image.PixelBatch;
import dev.jclip.train.model.TensorRoles;
import dev.jclip.train.model.TrainableWeights;
import dev.jclip.train.objective.Objective;
import dev.jclip.train.objective.StepResult;
import dev.jclip.train.step.Crew;
import dev.jclip.train.step.StepOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * A detector beside a CLIP model, trained to answer phrases with boxes. The model's text tower
 * stays as it is, and so does its image tower, unless the detector has one of its own. Owns the
 * detector.
 */
public final class DetectionObjective implements Objective<DetectionBatch> {
  /** Norms and heads, which stay float32. */
  private static final Pattern UNROUNDED =
      Pattern.compile(
          ".*\\bln_\\w+\\..*|.*\\bbn\\d\\..*|.*\\bdownsample\\.1\\..*|(layer_norm|\\w+_head)\\..*");

  private final DetectorStart start;
  private final StepOptions options;
  private final TrainableWeights weights;
  private final DetectionLoss loss;
  private final Normalization normalization;
  private final Crew<DetectorTower> crew;

  /** Takes over a detector. */
  public DetectionObjective(DetectorStart start, DetectionOptions options) {
    this.start = start;
    this.options = options.step();
    DetectorConfig config = start.config();
    weights =
        new TrainableWeights(
            start.weights(), config.parameters(), roles(config, options.freezeStatistics()));
    loss = new DetectionLoss(options.weights());
    normalization = new Normalization(start.preprocessing());
    crew =
        new Crew<>(
            weights,
            parameters -> new DetectorTower(config, parameters, new PlainLayers()),
            options.step());
  }

  private static TensorRoles roles(DetectorConfig config, boolean freezeStatistics) {
    Predicate<String> stays =
        config.tower() == Tower.SHARED ? DetectorTower::isOfImageTower : _ -> false;
    return new TensorRoles(
        stays,
        name -> UNROUNDED.matcher(name).matches(),
        freezeStatistics ? DetectorTower::isOfImageTower : stays);
  }

  /**
   * What makes batches of the pipeline ready for {@link #backward}, on the pipeline's thread. It
   * lasts as long as this objective.
   *
   * @param draw what images are asked for
   * @param seed of the drawing, which is a function of it and of the batch's place in the data
   */
  public Function<ExampleBatch<ImageObjects>, DetectionBatch> reader(QueryDraw draw, long seed) {
    return batch -> {
      var random = SeededRandom.of(seed, batch.next().pass(), batch.next().entries());
      List<ImageTargets> targets =
          batch.annotations().stream()
              .map(image -> new ImageTargets(draw.draw(image, random), image.objects()))
              .toList();
      return new DetectionBatch(
          new PixelBatch(batch.pixels(), normalization), targets, batch.next());
    };
  }

  @Override
  public TrainableWeights weights() {
    return weights;
  }

  @Override
  public StepResult backward(DetectionBatch batch, long step) {
    start
        .queries()
        .prepare(batch.targets().stream().flatMap(image -> image.queries().stream()).toList());
    int objects = Math.max(1, batch.objects());
    List<Share> shares =
        IntStream.iterate(0, from -> from < batch.size(), from -> from + options.partSize())
            .mapToObj(from -> new Share(batch, from, objects))
            .toList();
    try (TensorScope _ = TensorScope.open();
        OneDnn.Products _ = OneDnn.products()) {
      double total = crew.backward(shares).stream().mapToDouble(share -> share).sum();
      Losses losses = shares.stream().map(share -> share.losses).reduce(Share.NONE, Losses::plus);
      return new StepResult(total, DetectionFigures.of(losses, batch.objects()));
    }
  }

  /** A part of the batch on its way, which keeps what its loss is the sum of. */
  private final class Share implements Crew.Part<DetectorTower> {
    static final Losses NONE = new Losses(0, 0, 0, 0);

    private final DetectionBatch batch;
    private final int from;
    private final int objects;
    private Losses losses = NONE;

    Share(DetectionBatch batch, int from, int objects) {
      this.batch = batch;
      this.from = from;
      this.objects = objects;
    }

    @Override
    public Tensor apply(DetectorTower detector) {
      int to = Math.min(batch.size(), from + options.partSize());
      Tensor pixels = options.precision().of(batch.images().part(from, to - from));
      CellPredictions cells = detector.forward(pixels);
      PartTargets targets =
          PartTargets.of(
              batch.targets().subList(from, to),
              start.config().towers().embedDim(),
              start.queries()::of);
      Terms terms = loss.of(cells, targets, objects);
      losses = terms.losses();
      return terms.total();
    }
  }

  @Override
  public void writeCheckpoint(Path folder) {
    write(folder, weights.all());
  }

  @Override
  public void writeModel(Path folder, Weights trained) {
    write(folder, trained);
  }

  private void write(Path folder, Weights trained) {
    start.clip().copyTo(folder);
    DetectorCheckpoint.write(folder, start.config(), trained, DType.F32);
  }

  @Override
  public void close() {
    crew.close();
    normalization.close();
    weights.close();
    start.queries().close();
  }
}
