package dev.jclip.train.detection;

import dev.jclip.data.pipeline.DataPosition;
import dev.jclip.train.image.ImageBatch;
import dev.jclip.train.objective.Batch;
import java.util.List;

/**
 * Images of one step, and what is to be found in each.
 *
 * @param images ready for the image tower
 * @param next the position in the data after it
 */
public record DetectionBatch(ImageBatch images, List<ImageTargets> targets, DataPosition next)
    implements Batch {
  /** Copies the targets. */
  public DetectionBatch {
    targets = List.copyOf(targets);
  }

  @Override
  public int size() {
    return targets.size();
  }

  /** How many objects there are in all images together. */
  int objects() {
    return targets.stream().mapToInt(image -> image.objects().size()).sum();
  }
}
