package dev.jclip.train.contrastive;

import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.train.image.ImageBatch;
import dev.jclip.train.objective.Batch;
import java.util.List;

/**
 * Images and captions of one step, B of each, and texts that belong to none of the images.
 *
 * @param images ready for the image tower
 * @param captions of each image, as token ids between start and end token, not padded
 * @param negatives more texts of that form
 * @param duplicates how many captions of the batch are no caption of theirs alone
 * @param next the position in the data after it
 */
public record PairBatch(
    ImageBatch images,
    List<int[]> captions,
    List<int[]> negatives,
    int duplicates,
    DataPosition next)
    implements Batch {
  @Override
  public int size() {
    return captions.size();
  }
}
