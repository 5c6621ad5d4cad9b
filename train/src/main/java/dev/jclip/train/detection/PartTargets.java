package dev.jclip.train.detection;

import dev.jclip.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * The queries of the images of a part as tensors. Images with fewer queries than others have empty
 * places at the end.
 *
 * @param images whose queries they are
 * @param queries [B, Q, E]
 * @param asked [B, 1, Q] 1 where there is a query, 0 where there is none
 */
record PartTargets(List<ImageTargets> images, Tensor queries, Tensor asked) {
  /**
   * Makes tensors in the surrounding scope.
   *
   * @param vectors of queries, of length E
   */
  static PartTargets of(List<ImageTargets> images, int width, Function<String, float[]> vectors) {
    int most = images.stream().mapToInt(image -> image.queries().size()).max().orElseThrow();
    int places = Math.max(1, most);
    float[] values = new float[images.size() * places * width];
    float[] asked = new float[images.size() * places];
    for (int image = 0; image < images.size(); image++) {
      List<String> queries = images.get(image).queries();
      int row = image * places;
      Arrays.fill(asked, row, row + queries.size(), 1);
      for (int query = 0; query < queries.size(); query++) {
        System.arraycopy(
            vectors.apply(queries.get(query)), 0, values, (row + query) * width, width);
      }
    }
    return new PartTargets(
        images,
        Tensors.of(values, images.size(), places, width),
        Tensors.of(asked, images.size(), 1, places));
  }

  /** Q. */
  int places() {
    return Math.toIntExact(queries.size(1));
  }
}
