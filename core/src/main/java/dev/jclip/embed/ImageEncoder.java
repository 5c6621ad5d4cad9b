package dev.jclip.embed;

import dev.jclip.image.RgbImage;
import java.util.List;

/** Images to vectors. Implementations are safe for many threads at once. */
public interface ImageEncoder {
  /** Length E of the vectors. */
  int embedDim();

  /**
   * Embeds images.
   *
   * @return one vector of length {@link #embedDim} and norm 1 for each image, in order
   */
  List<float[]> encodeImages(List<RgbImage> images);

  /** Embeds one image: a vector of norm 1. */
  default float[] encodeImage(RgbImage image) {
    return encodeImages(List.of(image)).getFirst();
  }
}
