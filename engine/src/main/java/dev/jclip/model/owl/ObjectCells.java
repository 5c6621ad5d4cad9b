package dev.jclip.model.owl;

import dev.jclip.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What an image's cells are, each of which may be the place of one object. Its arrays are not to be
 * changed.
 *
 * @param boxes [N, 4] centre, width and height, as parts of the sides of the prepared image
 * @param embeddings [N, E] what is compared with queries, not normalised
 * @param shift [N] what is added to cosines
 * @param scale [N] what they are then multiplied with
 * @param objectness [N] logits of the cell holding an object at all, in OWLv2
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ObjectCells(
    float[][] boxes,
    float[][] embeddings,
    float[] shift,
    float[] scale,
    Optional<float[]> objectness) {
  /** The cells of one image of a batch. */
  public static ObjectCells of(CellPredictions batch, long image) {
    return new ObjectCells(
        Tensors.rows(batch.boxes().select(0, image)),
        Tensors.rows(batch.embeddings().select(0, image)),
        Tensors.floats(batch.shift().select(0, image)),
        Tensors.floats(batch.scale().select(0, image)),
        batch.objectness().map(logits -> Tensors.floats(logits.select(0, image))));
  }

  /** How many cells there are. */
  public int count() {
    return boxes.length;
  }

  /** The cells as a batch of one image, in the surrounding scope. */
  CellPredictions tensors() {
    int count = count();
    return new CellPredictions(
        Tensors.of(flat(boxes), 1, count, boxes[0].length),
        Tensors.of(flat(embeddings), 1, count, embeddings[0].length),
        Tensors.of(shift, 1, count),
        Tensors.of(scale, 1, count),
        objectness.map(logits -> Tensors.of(logits, 1, count)));
  }

  /**
   * Compares the cells with queries.
   *
   * @param queries of E numbers each, not necessarily normalised; one or more
   * @return the logits [N, Q]
   */
  public float[][] logits(float[][] queries) {
    Tensor compared = Tensors.of(flat(queries), queries.length, queries[0].length);
    return Tensors.rows(OwlImageTower.logits(tensors(), compared).select(0, 0));
  }

  private static float[] flat(float[][] rows) {
    int width = rows[0].length;
    float[] all = new float[Math.multiplyExact(rows.length, width)];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, all, row * width, width);
    }
    return all;
  }
}
