package dev.jclip.data.pipeline;

import dev.jclip.data.augment.Augmentation;
import dev.jclip.data.augment.TrainTransform;
import dev.jclip.data.pair.PairOptions;
import dev.jclip.data.pair.PairSource;
import dev.jclip.data.pair.PairSources;

/**
 * Pairs a second from shards to ready batches; compare with {@code src/test/python/
 * peer_pipeline.py}. Arguments: locations, image size, batch size, batches to warm up, batches to
 * measure.
 */
final class PipelineBenchmark {
  private PipelineBenchmark() {}

  public static void main(String[] args) {
    PairSource source = PairSources.open(args[0], PairOptions.defaults());
    int batchSize = Integer.parseInt(args[2]);
    int warmUp = Integer.parseInt(args[3]);
    int measured = Integer.parseInt(args[4]);
    var transform = new TrainTransform(Integer.parseInt(args[1]), Augmentation.DEFAULT);
    PipelineOptions options = PipelineOptions.of(batchSize, transform, 0);
    try (BatchPipeline<TrainingBatch> pipeline =
        BatchPipeline.open(source, options, DataPosition.START)) {
      take(pipeline, warmUp);
      long start = System.nanoTime();
      take(pipeline, measured);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "jclip: %.0f pairs/s (%d batches of %d, %d faults)%n",
          (double) measured * batchSize / seconds, measured, batchSize, pipeline.faults());
    }
  }

  private static void take(BatchPipeline<TrainingBatch> pipeline, int batches) {
    for (int i = 0; i < batches; i++) {
      pipeline.next();
    }
  }
}
