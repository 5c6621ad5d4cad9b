package dev.jclip.data.shard;

import dev.jclip.image.file.ImageListing;
import dev.jclip.image.file.PictureFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads WebDataset's shards: tar files, plain or compressed by gzip, bzip2, xz or Zstandard (told
 * by their bytes, not by their names), in which a sample's members follow one another. One sample
 * is in memory at a time. Immutable; safe for many threads at once, each with its own stream.
 *
 * <p>A damaged shard gives the samples before the damage and one {@link ShardFault}; a sample of
 * which a member is damaged is lost with it. So does one without the blocks that end a tar file.
 * The next shard is read as if nothing had happened.
 */
public final class ShardReader {
  private final List<Path> shards;
  private final Predicate<String> extensions;
  private final long maxSampleBytes;
  private final Supplier<ImageListing> listing;

  private ShardReader(
      List<Path> shards,
      Predicate<String> extensions,
      long maxSampleBytes,
      Supplier<ImageListing> listing) {
    this.shards = List.copyOf(shards);
    this.extensions = extensions;
    this.maxSampleBytes = maxSampleBytes;
    this.listing = listing;
  }

  /** A reader of all members; a sample of more than 256 MiB is a fault. */
  public static ShardReader of(List<Path> shards) {
    return new ShardReader(shards, _ -> true, PictureFile.MAX_BYTES, ImageListing::new);
  }

  /** Reads only members with such extensions; the others are there, but with no bytes. */
  public ShardReader reading(Predicate<String> extensions) {
    return new ShardReader(shards, extensions, maxSampleBytes, listing);
  }

  /** Takes a sample with more bytes, or with a member that claims more, for a fault. */
  public ShardReader withMaxSampleBytes(long bytes) {
    return new ShardReader(shards, extensions, bytes, listing);
  }

  /** Counts in a listing what is hidden and therefore passed over; for one stream at a time. */
  public ShardReader counting(ImageListing passedOver) {
    return new ShardReader(shards, extensions, maxSampleBytes, () -> passedOver);
  }

  /** All samples in the order of the shards; close the stream. */
  public Stream<ShardEntry> stream() {
    var samples = new ShardSamples(shards.iterator(), extensions, maxSampleBytes, listing.get());
    return StreamSupport.stream(samples, false).onClose(samples::close);
  }
}
