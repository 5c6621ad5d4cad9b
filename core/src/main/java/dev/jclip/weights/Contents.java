package dev.jclip.weights;

import dev.jclip.error.CheckpointException;
import dev.jclip.io.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one file, or a set of shards, holds; maps are in the order of the file. */
record Contents(
    CheckpointFormat format,
    Map<String, StoredTensor> tensors,
    Map<String, String> metadata,
    Map<String, Object> extras) {

  Contents withTensors(Map<String, StoredTensor> others) {
    return new Contents(format, others, metadata, extras);
  }

  /** All of the shards' tensors; the first shard tells the format, the last the other values. */
  static Contents merge(List<Contents> shards) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Object> extras = new LinkedHashMap<>();
    for (Contents shard : shards) {
      shard.tensors.values().forEach(tensor -> putOnce(tensors, tensor));
      metadata.putAll(shard.metadata);
      extras.putAll(shard.extras);
    }
    return new Contents(shards.getFirst().format, tensors, metadata, extras);
  }

  private static void putOnce(Map<String, StoredTensor> tensors, StoredTensor tensor) {
    StoredTensor other = tensors.putIfAbsent(tensor.name(), tensor);
    if (other != null) {
      throw new CheckpointException(
          "%s: expected each tensor in one shard, found it in %s and in %s"
              .formatted(Messages.brief(tensor.name()), other.file(), tensor.file()));
    }
  }
}
