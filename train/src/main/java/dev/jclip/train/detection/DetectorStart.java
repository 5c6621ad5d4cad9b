package dev.jclip.train.detection;

import static dev.jclip.train.model.TensorDraw.constant;
import static dev.jclip.train.model.TensorDraw.normal;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.checkpoint.DetectorCheckpoint;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.Precision;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.model.detector.DetectorConfig;
import dev.jclip.model.detector.DetectorTower;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.model.precision.PrecisionChoice;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.WeightSource;
import dev.jclip.nn.Weights;
import dev.jclip.tensor.TensorScope;
import dev.jclip.tokenizer.Tokenizer;
import dev.jclip.train.model.TensorDraw;
import dev.jclip.train.model.TensorDraw.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The detector that training begins with. Whoever takes it owns weights and queries.
 *
 * @param config the architecture
 * @param preprocessing of its images
 * @param clip the files of the model beside which it stands
 * @param weights all tensors that the detector computes with, float32
 * @param queries the vectors of phrases, by the model's text tower
 */
public record DetectorStart(
    DetectorConfig config,
    PreprocessConfig preprocessing,
    ClipFolder clip,
    Weights weights,
    QueryVectors queries) {
  /**
   * Where cells begin: a cosine of 1 is as surely a yes as one of 0 is a no, and the chance of a
   * yes is one in a hundred (arXiv 1708.02002, section 4.1).
   */
  private static final double FIRST_SHIFT = -0.46;

  /** The scale is this and 1 more. */
  private static final double FIRST_SCALE = 9;

  private static final List<Rule> RULES =
      List.of(
          Rule.of("class_head\\.logit_shift\\.bias", constant(FIRST_SHIFT)),
          Rule.of("class_head\\.logit_scale\\.bias", constant(FIRST_SCALE)),
          Rule.of("class_head\\.logit_(shift|scale)\\.weight", constant(0)),
          Rule.of("objectness_head\\.dense2\\.bias", constant(FIRST_SHIFT * (1 + FIRST_SCALE))),
          Rule.of("(box|objectness)_head\\.dense2\\.weight", normal(0.01)),
          Rule.of("box_head\\.dense2\\.bias", constant(0)),
          Rule.of("(.*\\.)?(ln_\\w+|layer_norm)\\.weight", constant(1)),
          Rule.of("(.*\\.)?(ln_\\w+|layer_norm)\\.bias", constant(0)),
          Rule.of(".*in_proj_bias|.*out_proj\\.bias", constant(0)),
          Rule.of("neck\\.positional_embedding", normal(0.02)),
          Rule.of(".*in_proj_weight", TensorDraw::xavier),
          Rule.of(".*", TensorDraw::fanIn));

  /**
   * A detector with first weights, whose image tower is the model's.
   *
   * @param model a folder with a CLIP model
   * @param tokenizer of its texts
   * @param imageSize side of the images in pixels; the model's own, if empty
   * @param shape makes the architecture for the model's towers and the size of the images
   * @param seed of the weights
   * @throws CheckpointException if there is no CLIP model, or one that no detector can stand beside
   */
  public static DetectorStart fresh(
      Path model, Tokenizer tokenizer, OptionalInt imageSize, Shape shape, long seed) {
    ClipFolder folder = ClipFolder.of(model);
    try (Checkpoint checkpoint = Checkpoint.open(model, Optional.empty(), imageSize)) {
      int side = checkpoint.config().vision().imageSize();
      DetectorConfig config = described(model, checkpoint.config(), side, shape);
      WeightSource source = checkpoint.weightSource();
      Weights weights =
          read(config.parameters().stream().filter(DetectorStart::isOfTower).toList(), source);
      new TensorDraw(config.parameters(), RULES, seed).drawMissing(weights);
      return new DetectorStart(
          config,
          DetectorCheckpoint.preprocessing(side, checkpoint.preprocessing()),
          folder,
          weights,
          queries(model, tokenizer));
    }
  }

  /** Makes the architecture of a detector. */
  public interface Shape {
    /** The architecture for some towers and images of a size in pixels. */
    DetectorConfig of(ClipConfig towers, int imageSize);
  }

  private static DetectorConfig described(
      Path model, ClipConfig towers, int imageSize, Shape shape) {
    try {
      return shape.of(towers, imageSize);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(
          "%s: a detector cannot stand beside this model: %s".formatted(model, e.getMessage()), e);
    }
  }

  /**
   * A detector to train on.
   *
   * @param model a folder with the CLIP model
   * @param detector a folder with the same model and the detector beside it, such as a checkpoint
   *     of a run
   * @param tokenizer of the model's texts
   */
  public static DetectorStart load(Path model, Path detector, Tokenizer tokenizer) {
    ClipFolder folder = ClipFolder.of(model);
    try (DetectorCheckpoint checkpoint = DetectorCheckpoint.open(detector)) {
      DetectorConfig config = checkpoint.config();
      return new DetectorStart(
          config,
          checkpoint.preprocessing(),
          folder,
          read(config.parameters(), checkpoint.weightSource()),
          queries(model, tokenizer));
    }
  }

  private static boolean isOfTower(ParameterSpec spec) {
    return DetectorTower.isOfImageTower(spec.name());
  }

  private static Weights read(List<ParameterSpec> specs, WeightSource source) {
    var weights = new Weights();
    try (source) {
      for (ParameterSpec spec : specs) {
        try (TensorScope _ = TensorScope.inference()) {
          weights.add(spec.name(), source.read(spec));
        }
      }
      return weights;
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  private static QueryVectors queries(Path model, Tokenizer tokenizer) {
    Checkpoint checkpoint = Checkpoint.open(model);
    try {
      return new QueryVectors(
          new ModelEncoder(
              checkpoint.config(),
              checkpoint.weightSource(),
              new PrecisionChoice.Fixed(Precision.F32),
              "cpu"),
          tokenizer);
    } catch (RuntimeException | Error e) {
      checkpoint.close();
      throw e;
    }
  }
}
