package dev.jclip.data.pair;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pairs are read.
 *
 * @param captions where captions come from
 * @param imageColumn a table's column or a record's field of paths, or Parquet's column of images;
 *     {@code null} for the usual ones, {@code filepath} first
 * @param captionColumn the column or field of captions; {@code null} for the usual ones, {@code
 *     title} first
 * @param separator what parts a table's columns; {@code null} for a tab, comma or semicolon, as the
 *     header has it
 * @param weights how often each location's pairs come in a pass, such as 2 for twice and 0.5 for
 *     half of them; empty for once each
 * @param openShards how many shards are read at once
 * @param bufferEntries the maximum number of pairs in the shuffle buffer of shards
 * @param bufferBytes the maximum number of bytes of the images in this buffer, beside one image
 */
public record PairOptions(
    CaptionSpec captions,
    @Nullable String imageColumn,
    @Nullable String captionColumn,
    @Nullable String separator,
    List<Double> weights,
    int openShards,
    int bufferEntries,
    long bufferBytes) {
  /** The maximum weight of a location. */
  public static final double MAX_WEIGHT = 1000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is out of its range
   */
  public PairOptions {
    weights = List.copyOf(weights);
    for (double weight : weights) {
      if (!(weight > 0 && weight <= MAX_WEIGHT)) {
        throw new IllegalArgumentException(
            "weights: expected numbers above 0 and at most %s, found %s"
                .formatted(MAX_WEIGHT, weight));
      }
    }
    requirePositive("openShards", openShards);
    requirePositive("bufferEntries", bufferEntries);
    requirePositive("bufferBytes", bufferBytes);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, found " + value);
    }
  }

  /** Captions of {@code .txt}, the usual columns, 4 shards at once, a buffer of 5000 or 512 MiB. */
  public static PairOptions defaults() {
    return new PairOptions(CaptionSpec.text(), null, null, null, List.of(), 4, 5000, 512L << 20);
  }

  /** These, with captions from elsewhere. */
  public PairOptions withCaptions(CaptionSpec value) {
    return new PairOptions(
        value,
        imageColumn,
        captionColumn,
        separator,
        weights,
        openShards,
        bufferEntries,
        bufferBytes);
  }

  /** These, with columns of images and captions, each {@code null} for the usual ones. */
  public PairOptions withColumns(@Nullable String image, @Nullable String caption) {
    return new PairOptions(
        captions, image, caption, separator, weights, openShards, bufferEntries, bufferBytes);
  }

  /** These, with a separator of columns. */
  public PairOptions withSeparator(String value) {
    return new PairOptions(
        captions,
        imageColumn,
        captionColumn,
        value,
        weights,
        openShards,
        bufferEntries,
        bufferBytes);
  }

  /** These, with a weight for each location. */
  public PairOptions withWeights(List<Double> values) {
    return new PairOptions(
        captions,
        imageColumn,
        captionColumn,
        separator,
        values,
        openShards,
        bufferEntries,
        bufferBytes);
  }

  /** These, with so many shards read at once and such a shuffle buffer. */
  public PairOptions withShuffle(int shards, int entries, long bytes) {
    return new PairOptions(
        captions, imageColumn, captionColumn, separator, weights, shards, entries, bytes);
  }
}
