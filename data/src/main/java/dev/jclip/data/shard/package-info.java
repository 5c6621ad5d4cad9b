/**
 * WebDataset's tar shards, read as a stream. Entry classes: {@link
 * dev.jclip.data.shard.ShardReader} and {@link dev.jclip.data.shard.ShardList}.
 */
@NullMarked
package dev.jclip.data.shard;

import org.jspecify.annotations.NullMarked;
