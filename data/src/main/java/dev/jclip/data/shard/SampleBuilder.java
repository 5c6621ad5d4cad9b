package dev.jclip.data.shard;

import java.io.IOException;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Gathers the members of one sample until it is found to be at fault. */
final class SampleBuilder {
  private static final byte[] UNREAD = {};

  /** What a member costs beside its bytes, so that their number is bounded as well. */
  private static final int MEMBER_COST = 512;

  private final String shard;
  private final String key;
  private final long maxBytes;
  private final LinkedHashMap<String, byte[]> members = new LinkedHashMap<>();
  private long bytes;
  private @Nullable String fault;

  SampleBuilder(String shard, String key, long maxBytes) {
    this.shard = shard;
    this.key = key;
    this.maxBytes = maxBytes;
  }

  void add(String extension, TarMembers member, boolean wanted) throws IOException {
    long size = wanted ? member.size() : 0;
    if (size > maxBytes - bytes - MEMBER_COST) {
      fail("member .%s brings it to %d bytes".formatted(extension, bytes + size));
    }
    if (members.containsKey(extension)) {
      fail("member .%s is there twice".formatted(extension));
    }
    if (fault == null) {
      bytes += size + MEMBER_COST;
      members.put(extension, wanted ? member.read() : UNREAD);
    }
  }

  private void fail(String reason) {
    if (fault == null) {
      fault =
          "%s/%s: expected a sample of distinct members and at most %d bytes; %s"
              .formatted(shard, key, maxBytes, reason);
      members.clear();
    }
  }

  ShardEntry build() {
    return fault == null ? new ShardSample(key, shard, members) : new ShardFault(shard, key, fault);
  }
}
