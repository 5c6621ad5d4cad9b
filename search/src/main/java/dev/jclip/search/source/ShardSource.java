package dev.jclip.search.source;

import dev.jclip.data.shard.SampleParts;
import dev.jclip.data.shard.ShardEntry;
import dev.jclip.data.shard.ShardFault;
import dev.jclip.data.shard.ShardReader;
import dev.jclip.data.shard.ShardSample;
import dev.jclip.digest.Sha256;
import dev.jclip.error.ImageException;
import dev.jclip.image.file.ImageListing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The samples of a WebDataset shard: an image, its {@code .txt} as caption, its {@code .json} as
 * metadata. A shard of the same size and time of change is not read again.
 */
record ShardSource(Path shard) implements PictureSource {
  /** Between a shard's path and a sample's key. */
  static final String KEY = "#";

  private static final String CAPTION = "txt";
  private static final String METADATA = "json";

  ShardSource {
    shard = shard.toAbsolutePath().normalize();
  }

  @Override
  public String name() {
    return shard.toString();
  }

  @Override
  public boolean covers(String id, String source) {
    return source.equals(name());
  }

  @Override
  public boolean replaces(String source) {
    return true;
  }

  @Override
  public Optional<String> version() {
    return Optional.of(FileStamp.of(shard));
  }

  @Override
  public Optional<WatchedPlaces> watched() {
    return Optional.of(new WatchedPlaces(Set.of(), Set.of(shard)));
  }

  @Override
  public Findings find() {
    var listing = new ImageListing();
    return new Samples(ShardReader.of(List.of(shard)).counting(listing).stream(), listing);
  }

  /** Samples are in memory one by one, as they are asked for. */
  private final class Samples implements Findings {
    private final Stream<ShardEntry> stream;
    private final Iterator<ShardEntry> entries;
    private final ImageListing listing;

    Samples(Stream<ShardEntry> stream, ImageListing listing) {
      this.listing = listing;
      this.stream = stream;
      entries = stream.iterator();
    }

    @Override
    public OptionalLong count() {
      return OptionalLong.empty();
    }

    @Override
    public boolean hasNext() {
      return entries.hasNext();
    }

    @Override
    public Finding next() {
      return switch (entries.next()) {
        case ShardFault fault ->
            new Finding.Fault(fault.key().isEmpty() ? name() : id(fault.key()), fault.reason());
        case ShardSample sample ->
            new Finding.Picture(id(sample.key()), stamp(sample), () -> content(sample));
      };
    }

    @Override
    public Optional<String> passedOver() {
      return listing.summary();
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  private String id(String key) {
    return name() + KEY + key;
  }

  private static String stamp(ShardSample sample) {
    var digest = new Sha256();
    sample.members().forEach((extension, bytes) -> digest.add(extension).add(bytes));
    return digest.hex();
  }

  private PictureContent content(ShardSample sample) {
    var said = new Annotation(id(sample.key()));
    byte[] caption = sample.members().get(CAPTION);
    if (caption != null) {
      said.caption(CAPTION, () -> caption);
    }
    byte[] metadata = sample.members().get(METADATA);
    if (metadata != null) {
      said.metadata(() -> metadata);
    }
    try {
      byte[] picture = SampleParts.picture(sample);
      said.metadata().put("bytes", Integer.toString(picture.length));
      return new PictureContent(picture, said.caption(), said.metadata(), said.faults());
    } catch (IOException e) {
      throw new ImageException("%s: %s".formatted(id(sample.key()), e.getMessage()), e);
    }
  }
}
