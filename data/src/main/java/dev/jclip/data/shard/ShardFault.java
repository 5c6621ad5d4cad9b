package dev.jclip.data.shard;

/**
 * A sample, or the rest of a shard, that cannot be used.
 *
 * @param key the sample's, or empty if the shard itself is at fault
 * @param reason names the shard's file, what was expected and what was found
 */
public record ShardFault(String shard, String key, String reason) implements ShardEntry {}
