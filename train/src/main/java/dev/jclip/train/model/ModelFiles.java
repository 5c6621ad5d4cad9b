package dev.jclip.train.model;

import dev.jclip.checkpoint.CheckpointWriter;
import dev.jclip.config.ClipConfig;
import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.model.Layout;
import dev.jclip.model.ModelFamilies;
import dev.jclip.nn.Weights;
import dev.jclip.train.vocabulary.Vocabulary;
import java.nio.file.Path;
import java.util.List;

/**
 * What the folder of a CLIP model holds beside its weights. Immutable.
 *
 * @param config the architecture
 * @param preprocessing of the model's images
 * @param vocabulary of its texts
 * @param layout in which the weights are written
 */
public record ModelFiles(
    ClipConfig config, PreprocessConfig preprocessing, Vocabulary vocabulary, Layout layout) {
  /** The same files of another architecture. */
  public ModelFiles withConfig(ClipConfig value) {
    return new ModelFiles(value, preprocessing, vocabulary, layout);
  }

  /** Writes weights in the layout, with what is needed to use them. */
  public void write(Path folder, Weights weights) {
    write(folder, weights, layout);
    writeVocabulary(folder);
  }

  /**
   * Writes a model that {@code Clip}, open_clip and transformers open, as far as they can express
   * it.
   */
  public void writeForAll(Path folder, Weights weights) {
    for (Layout each : List.of(Layout.OPEN_CLIP, Layout.TRANSFORMERS)) {
      if (each == layout || canExpress(each)) {
        write(folder, weights, each);
      }
    }
    writeVocabulary(folder);
  }

  private boolean canExpress(Layout other) {
    try {
      return !ModelFamilies.of(config).form(config, other).configuration().isEmpty();
    } catch (CheckpointException _) {
      return false;
    }
  }

  private void write(Path folder, Weights weights, Layout as) {
    var writer = new CheckpointWriter(config, preprocessing, DType.F32);
    if (as == Layout.TRANSFORMERS) {
      writer.writeTransformers(folder, weights);
    } else {
      writer.writeOpenClip(folder, weights);
    }
  }

  private void writeVocabulary(Path folder) {
    vocabulary.writeTo(folder, config.text().contextLength());
  }
}
