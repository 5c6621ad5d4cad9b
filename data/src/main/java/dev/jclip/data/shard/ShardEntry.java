package dev.jclip.data.shard;

/** What stands in shards: samples, and faults in their place. */
public sealed interface ShardEntry permits ShardSample, ShardFault {
  /** The file's name of the shard, without its folder. */
  String shard();

  /** The sample's name in its shard. */
  String key();

  /** The sample's name among all shards. */
  default String name() {
    return key().isEmpty() ? shard() : shard() + "/" + key();
  }
}
