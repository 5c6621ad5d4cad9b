package dev.jclip.train.contrastive;

import dev.jclip.data.pipeline.TrainingBatch;
import dev.jclip.train.image.Normalization;
import dev.jclip.train.image.PixelBatch;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes a batch of the pipeline ready for a step: captions, and the wrong ones beside them, become
 * token ids. Runs on the pipeline's own thread, so that the thread which trains does not wait for
 * it.
 */
final class PairReader implements Function<TrainingBatch, PairBatch> {
  private final CaptionReader captions;
  private final HardNegatives negatives;
  private final Normalization normalization;

  PairReader(CaptionReader captions, HardNegatives negatives, Normalization normalization) {
    this.captions = captions;
    this.negatives = negatives;
    this.normalization = normalization;
  }

  @Override
  public PairBatch apply(TrainingBatch batch) {
    List<String> own = batch.captions();
    List<String> wrong = own.stream().flatMap(caption -> negatives.of(caption).stream()).toList();
    List<int[]> ids = captions.read(Stream.concat(own.stream(), wrong.stream()).toList());
    return new PairBatch(
        new PixelBatch(batch.pixels(), normalization),
        ids.subList(0, own.size()),
        ids.subList(own.size(), ids.size()),
        ContrastiveFigures.duplicates(own),
        batch.next());
  }
}
