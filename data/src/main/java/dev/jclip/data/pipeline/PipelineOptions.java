package dev.jclip.data.pipeline;

import dev.jclip.data.augment.ImageTransform;
import dev.jclip.image.ImageDecoder;

/**
 * How batches are made.
 *
 * @param batchSize pairs in a batch, at least 1; its pixels fit into one array
 * @param transform from images to pixels
 * @param seed of the order of pairs and of the transform
 * @param rank which part of the data, 0..worldSize-1
 * @param worldSize how many parts there are
 * @param threads how many threads decode, at least 1; one more reads
 * @param ahead how many batches may be ready, at least 1
 * @param decoder how images are decoded
 * @param faults hears of pairs that cannot be used
 */
public record PipelineOptions(
    int batchSize,
    ImageTransform transform,
    long seed,
    int rank,
    int worldSize,
    int threads,
    int ahead,
    ImageDecoder.Options decoder,
    FaultListener faults) {
  private static final int MAX_THREADS = 1024;
  private static final int MAX_AHEAD = 1024;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is out of its range; the message names it
   */
  public PipelineOptions {
    long pixelBytes = 3L * transform.width() * transform.height();
    requireRange("batchSize", batchSize, (Integer.MAX_VALUE - 8) / pixelBytes);
    requireRange("threads", threads, MAX_THREADS);
    requireRange("ahead", ahead, MAX_AHEAD);
    if (worldSize < 1 || rank < 0 || rank >= worldSize) {
      throw new IllegalArgumentException(
          "rank: expected 0 to worldSize - 1, found rank %d of %d".formatted(rank, worldSize));
    }
  }

  private static void requireRange(String name, long value, long max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "%s: expected 1..%d, found %d".formatted(name, max, value));
    }
  }

  /** One process with a decoding thread, two batches ahead, default decoding, faults unheard. */
  public static PipelineOptions of(int batchSize, ImageTransform transform, long seed) {
    return new PipelineOptions(
        batchSize, transform, seed, 0, 1, 1, 2, ImageDecoder.Options.DEFAULT, (_, _) -> {});
  }

  /** These, for one process of several. */
  public PipelineOptions withRank(int value, int ofWorldSize) {
    return new PipelineOptions(
        batchSize, transform, seed, value, ofWorldSize, threads, ahead, decoder, faults);
  }

  /** These, with so many decoding threads and batches ahead. */
  public PipelineOptions withThreads(int value, int batchesAhead) {
    return new PipelineOptions(
        batchSize, transform, seed, rank, worldSize, value, batchesAhead, decoder, faults);
  }

  /** These, with another decoder. */
  public PipelineOptions withDecoder(ImageDecoder.Options value) {
    return new PipelineOptions(
        batchSize, transform, seed, rank, worldSize, threads, ahead, value, faults);
  }

  /** These, with a listener. */
  public PipelineOptions withFaults(FaultListener value) {
    return new PipelineOptions(
        batchSize, transform, seed, rank, worldSize, threads, ahead, decoder, value);
  }
}
