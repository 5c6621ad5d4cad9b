package dev.jclip.data.shard;

import dev.jclip.image.file.ImageListing;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The samples of shards as they are asked for, with at most one shard open. */
final class ShardSamples extends Spliterators.AbstractSpliterator<ShardEntry> {
  private final Iterator<Path> shards;
  private final Predicate<String> extensions;
  private final long maxSampleBytes;
  private final ImageListing listing;
  private @Nullable OpenShard open;

  ShardSamples(
      Iterator<Path> shards,
      Predicate<String> extensions,
      long maxSampleBytes,
      ImageListing listing) {
    super(Long.MAX_VALUE, ORDERED | NONNULL);
    this.shards = shards;
    this.extensions = extensions;
    this.maxSampleBytes = maxSampleBytes;
    this.listing = listing;
  }

  /** A shard of which the first member of the next sample is known. */
  private static final class OpenShard {
    final String name;
    final TarMembers members;
    final ImageListing listing;
    @Nullable MemberName ahead;
    @Nullable String damage;

    OpenShard(String name, TarMembers members, ImageListing listing) {
      this.name = name;
      this.members = members;
      this.listing = listing;
    }

    void advance() throws IOException {
      ahead = null;
      while (ahead == null) {
        String path = members.next();
        if (path == null) {
          if (!members.hasEndMark()) {
            damage =
                name
                    + ": expected two blocks of zeros at its end, found none; the file may be cut short";
          }
          return;
        }
        ahead = listing.hides(path) ? null : MemberName.of(path).orElse(null);
      }
    }

    /** Goes on behind a member that is whole, whatever follows. */
    void advanceBehind(MemberName sample) {
      try {
        advance();
      } catch (IOException e) {
        ahead = null;
        damage =
            "%s: what follows the sample %s cannot be read: %s"
                .formatted(name, sample.key(), IoReason.of(e));
      }
    }
  }

  @Override
  public boolean tryAdvance(Consumer<? super ShardEntry> action) {
    while (open != null || shards.hasNext()) {
      ShardEntry entry = open == null ? openNext(shards.next()) : nextSample(open);
      if (entry != null) {
        action.accept(entry);
        return true;
      }
    }
    return false;
  }

  private @Nullable ShardEntry openNext(Path shard) {
    String name = shard.getFileName().toString();
    try {
      open = new OpenShard(name, TarMembers.open(shard), listing);
      open.advance();
      return null;
    } catch (IOException e) {
      close();
      return new ShardFault(
          name, "", "%s: no sample can be read: %s".formatted(shard, IoReason.of(e)));
    }
  }

  private @Nullable ShardEntry nextSample(OpenShard shard) {
    MemberName first = shard.ahead;
    if (first == null) {
      close();
      return shard.damage == null ? null : new ShardFault(shard.name, "", shard.damage);
    }
    try {
      var sample = new SampleBuilder(shard.name, first.key(), maxSampleBytes);
      MemberName member = first;
      while (member != null && member.key().equals(first.key())) {
        sample.add(member.extension(), shard.members, extensions.test(member.extension()));
        shard.members.skipRest();
        shard.advanceBehind(first);
        member = shard.ahead;
      }
      return sample.build();
    } catch (IOException e) {
      close();
      return new ShardFault(
          shard.name,
          "",
          "%s: sample %s and what follows it cannot be read: %s"
              .formatted(shard.name, first.key(), IoReason.of(e)));
    }
  }

  void close() {
    OpenShard closing = open;
    open = null;
    if (closing != null) {
      closing.members.close();
    }
  }
}
