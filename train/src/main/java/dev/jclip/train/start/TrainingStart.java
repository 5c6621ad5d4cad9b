package dev.jclip.train.start;

import dev.jclip.checkpoint.Checkpoint;
import dev.jclip.config.ClipConfig;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.model.Layout;
import dev.jclip.nn.Weights;
import dev.jclip.train.loss.ClipLoss;
import dev.jclip.train.loss.ContrastiveLoss;
import dev.jclip.train.model.InitialWeights;
import dev.jclip.train.model.ModelFiles;
import dev.jclip.train.vocabulary.Vocabulary;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The model that training begins with. Whoever takes it owns the weights.
 *
 * @param files architecture, preprocessing, vocabulary and layout
 * @param weights all tensors of the architecture, float32
 */
public record TrainingStart(ModelFiles files, Weights weights) {
  /** The architecture. */
  public ClipConfig config() {
    return files.config();
  }

  /**
   * The same model with a caption decoder, whose weights are first ones.
   *
   * @param seed of the decoder's weights
   * @throws IllegalArgumentException if no decoder can be built on the text tower
   */
  public TrainingStart withDecoder(ClipConfig.CaptionDecoder decoder, long seed) {
    ClipConfig config = config().withDecoder(decoder);
    InitialWeights.drawMissing(weights, config, new ClipLoss(), seed);
    return new TrainingStart(files.withConfig(config), weights);
  }

  /**
   * A model with first weights.
   *
   * @param config the architecture, whose text tower reads the vocabulary's ids
   * @param preprocessing changes OpenAI's, where it is another
   * @param loss says where logit scale and bias begin
   * @param seed of the weights
   */
  public static TrainingStart fresh(
      ClipConfig config,
      Vocabulary vocabulary,
      UnaryOperator<PreprocessConfig> preprocessing,
      ContrastiveLoss loss,
      long seed) {
    var files =
        new ModelFiles(
            config,
            preprocessing.apply(PreprocessConfig.openAi(config.vision().imageSize())),
            vocabulary,
            Layout.OPEN_CLIP);
    return new TrainingStart(files, InitialWeights.draw(config, loss, seed));
  }

  /**
   * A model to train on from, or a checkpoint of a run to go on from. What was in OpenAI's own
   * layout, which nothing writes, goes on in open_clip's.
   *
   * @param model a folder or file of weights
   * @param architecture what it is, where the files do not say it
   * @param imageSize side of the images in pixels, where it is not the checkpoint's
   * @param vocabulary is given the folder of the weights, and finds the vocabulary
   * @param preprocessing changes the checkpoint's, where it is another
   * @throws dev.jclip.error.CheckpointException if the weights are damaged or of another
   *     architecture
   */
  public static TrainingStart load(
      Path model,
      Optional<ClipConfig> architecture,
      OptionalInt imageSize,
      Function<Path, Vocabulary> vocabulary,
      UnaryOperator<PreprocessConfig> preprocessing) {
    try (Checkpoint checkpoint = Checkpoint.open(model, architecture, imageSize)) {
      Vocabulary found = vocabulary.apply(checkpoint.folder());
      Weights weights = checkpoint.loadWeights();
      try {
        return new TrainingStart(files(checkpoint, found, preprocessing), weights);
      } catch (RuntimeException e) {
        weights.close();
        throw e;
      }
    }
  }

  private static ModelFiles files(
      Checkpoint checkpoint, Vocabulary vocabulary, UnaryOperator<PreprocessConfig> preprocessing) {
    Layout layout = checkpoint.layout();
    return new ModelFiles(
        checkpoint.config(),
        preprocessing.apply(checkpoint.preprocessing()),
        vocabulary,
        layout == Layout.OPENAI ? Layout.OPEN_CLIP : layout);
  }
}
