package dev.jclip.checkpoint;

import dev.jclip.config.ClipConfig;
import dev.jclip.config.ClipConfig.CaptionDecoder;
import dev.jclip.config.VisionConfig.TokenGrid;
import dev.jclip.config.json.CaptionDecoderJson;
import dev.jclip.error.CheckpointException;
import dev.jclip.model.ModelFiles;
import dev.jclip.nn.ParameterSpec;
import dev.jclip.nn.PositionalEmbeddings;
import dev.jclip.weights.StateDict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A separate caption decoder in the folder of the model whose towers it is built on. Other
 * libraries open the model without it.
 */
final class CaptionDecoderFiles {
  static final String CONFIG = "caption_decoder.json";
  static final String WEIGHTS = "caption_decoder.safetensors";

  private static final String PREFIX = "text_decoder.";

  private CaptionDecoderFiles() {}

  /** Whether a tensor of this name is a caption decoder's. */
  static boolean hold(String name) {
    return name.startsWith(PREFIX);
  }

  /** The decoder in a model's folder; empty where there is none. */
  static Optional<CaptionDecoder> describedIn(ModelFiles files) {
    return files.json(CONFIG).map(CaptionDecoderJson::read);
  }

  /**
   * An architecture with the decoder in its folder.
   *
   * @throws CheckpointException if it is built on other towers
   */
  static ClipConfig join(ClipConfig towers, CaptionDecoder decoder, Path folder) {
    try {
      return towers.withDecoder(decoder);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(
          "%s: the decoder does not fit the towers beside it: %s"
              .formatted(folder.resolve(CONFIG), e.getMessage()),
          e);
    }
  }

  /**
   * Opens the weights.
   *
   * @param specs the tensors of the decoder
   */
  static WeightLoader open(
      Path folder,
      TokenGrid images,
      List<ParameterSpec> specs,
      PositionalEmbeddings.Interpolation interpolation) {
    StateDict tensors = StateDict.open(folder.resolve(WEIGHTS));
    try {
      return new WeightLoader(
          tensors, new OwnNames(), specs, new PositionGrid(images.leading(), interpolation, true));
    } catch (RuntimeException | Error e) {
      tensors.close();
      throw e;
    }
  }

  /** Takes the decoder of another model out of a folder. */
  static void delete(Path folder) {
    CheckpointWriter.deleteOfEarlierModel(folder, "caption decoder", CONFIG, WEIGHTS);
  }
}
