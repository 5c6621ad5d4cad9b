package dev.jclip.data.shard;

import java.util.SequencedMap;

/**
 * Files of a shard that belong together.
 *
 * @param key their path without the extension
 * @param shard the file's name of the shard
 * @param members their bytes by extension, which is what follows the first dot of the file's name,
 *     in lower case; in the order of the shard
 */
public record ShardSample(String key, String shard, SequencedMap<String, byte[]> members)
    implements ShardEntry {}
