package dev.jclip.data.pair;

import dev.jclip.data.Entry;
import dev.jclip.data.file.Folders;
import dev.jclip.data.shard.SampleParts;
import dev.jclip.data.shard.ShardEntry;
import dev.jclip.data.shard.ShardFault;
import dev.jclip.data.shard.ShardReader;
import dev.jclip.data.shard.ShardSample;
import dev.jclip.image.file.ImageFiles;
import dev.jclip.image.file.ImageListing;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A WebDataset shard. */
record TarPairs(Path file, CaptionSpec spec) implements PairShard {
  private static final String JSON = "json";

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public long numPairs() {
    Set<String> captions = captionMembers();
    var listing = new ImageListing();
    ShardReader reader = ShardReader.of(List.of(file)).reading(_ -> false).counting(listing);
    try (Stream<ShardEntry> entries = reader.stream()) {
      return entries.filter(entry -> isPair(entry, captions)).count();
    } finally {
      Folders.warn(file, listing);
    }
  }

  private static boolean isPair(ShardEntry entry, Set<String> captions) {
    return entry instanceof ShardSample sample
        && !Collections.disjoint(sample.members().keySet(), ImageFiles.EXTENSIONS)
        && !Collections.disjoint(sample.members().keySet(), captions);
  }

  private Set<String> captionMembers() {
    var members = new HashSet<>(spec.members());
    if (!spec.fields().isEmpty()) {
      members.add(JSON);
    }
    return members;
  }

  @Override
  public PairStream open(CaptionDraw captions) {
    var wanted = captionMembers();
    wanted.addAll(ImageFiles.EXTENSIONS);
    return new Samples(ShardReader.of(List.of(file)).reading(wanted::contains).stream(), captions);
  }

  private static final class Samples implements PairStream {
    private final Stream<ShardEntry> stream;
    private final Iterator<ShardEntry> entries;
    private final CaptionDraw captions;

    Samples(Stream<ShardEntry> stream, CaptionDraw captions) {
      this.stream = stream;
      this.entries = stream.iterator();
      this.captions = captions;
    }

    @Override
    public boolean hasNext() {
      return entries.hasNext();
    }

    @Override
    public Entry<String> next() {
      return switch (entries.next()) {
        case ShardFault fault -> new Entry.Skipped<>(fault.name(), fault.reason());
        case ShardSample sample -> pair(sample);
      };
    }

    private Entry<String> pair(ShardSample sample) {
      String key = sample.name();
      try {
        byte[] picture = SampleParts.picture(sample);
        return new Entry.Example<>(key, picture, captions.caption(key, new Members(sample)));
      } catch (IOException e) {
        return new Entry.Skipped<>(key, key + ": " + IoReason.of(e));
      }
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  private static final class Members implements Annotations {
    private final ShardSample sample;
    private @Nullable JsonNode json;

    Members(ShardSample sample) {
      this.sample = sample;
    }

    @Override
    public List<String> text(String name) throws IOException {
      return sample.members().containsKey(name)
          ? Annotations.stripped(SampleParts.text(sample, name))
          : List.of();
    }

    @Override
    public List<String> field(String name) throws IOException {
      if (!sample.members().containsKey(JSON)) {
        return List.of();
      }
      JsonNode parsed = json == null ? SampleParts.json(sample) : json;
      json = parsed;
      return Annotations.texts(parsed.path(name));
    }

    @Override
    public String found() {
      String members = "." + String.join(", .", sample.members().keySet());
      return json == null
          ? members
          : members + "; fields " + String.join(", ", json.propertyNames());
    }
  }
}
