package dev.jclip.eval.feature;

import dev.jclip.embed.ImageTextModel;
import java.util.List;

/** What an evaluation needs of a model. Safe for many threads at once. */
public interface FeatureModel {
  /** Identifies what makes the vectors, as {@link ImageTextModel#fingerprint}. */
  String fingerprint();

  /** Length E of the vectors. */
  int embedDim();

  /**
   * Decodes and prepares an image.
   *
   * @param file the bytes of the image's file
   * @param name what messages call it
   * @throws dev.jclip.error.ImageException if it cannot be decoded
   */
  float[] preprocess(byte[] file, String name);

  /** Encodes prepared images: vectors of length E and any norm, in order. */
  List<float[]> imageFeatures(List<float[]> preprocessed);

  /** Encodes texts: vectors of length E and any norm, in order. */
  List<float[]> textFeatures(List<String> texts);

  /** What similarities are multiplied with before they are logits; above 0. */
  double logitScaleExp();

  /** What is added to the scaled similarities. */
  double logitBias();

  /** A model that is loaded, and stays open as long as this is used. */
  static FeatureModel of(ImageTextModel model) {
    return new LoadedModel(model);
  }
}
