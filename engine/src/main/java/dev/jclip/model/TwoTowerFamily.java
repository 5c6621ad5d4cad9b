package dev.jclip.model;

import dev.jclip.config.ClipConfig;
import dev.jclip.embed.ScoreKind;
import dev.jclip.image.PreprocessConfig;
import dev.jclip.nn.Layers;
import dev.jclip.nn.Parameters;
import dev.jclip.tokenizer.Tokenizer;
import java.util.Map;

/**
 * A family of models with an image tower and a text tower that meet in a shared space, and what
 * belongs to their inputs and outputs.
 */
public interface TwoTowerFamily extends ModelFamily<ClipConfig> {
  /** Whether an architecture is one of this family. */
  boolean builds(ClipConfig config);

  /**
   * Builds the image tower.
   *
   * @param parameters the tensors of the whole model; those of this tower are below {@code visual}
   */
  VisionTower imageTower(ClipConfig config, Parameters parameters, Layers layers);

  /**
   * Builds the text tower.
   *
   * @param parameters the tensors of the whole model; those of this tower have no prefix
   */
  TextTower textTower(ClipConfig config, Parameters parameters, Layers layers);

  /** How logits become scores, which follows from the loss that the family is trained with. */
  ScoreKind scoreKind();

  /** How the images of a checkpoint are prepared where its folder does not say so. */
  PreprocessConfig defaultPreprocessing(Layout layout, int imageSize);

  /** The image processor that transformers takes where a checkpoint's settings name none. */
  String imageProcessor();

  /** What a recognised checkpoint has for vocabulary files. */
  Vocabularies vocabularies(ModelFiles files, Layout layout);

  /** The id that fills the places after a text, where the text tower sees them. */
  int padToken(ClipConfig config, Layout layout, Tokenizer tokenizer);

  /**
   * How a model is written in a layout.
   *
   * @param layout {@code TRANSFORMERS} or {@code OPEN_CLIP}
   * @throws dev.jclip.error.CheckpointException if the library of that layout cannot express the
   *     architecture
   */
  StoredForm form(ClipConfig config, Layout layout);

  /** The architecture as named values, for people to read. */
  Map<String, Object> describe(ClipConfig config);
}
