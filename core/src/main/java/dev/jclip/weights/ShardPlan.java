package dev.jclip.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Which tensors go into which shard: in order, each shard as full as the size allows. */
record ShardPlan(List<List<TensorToWrite>> shards) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static ShardPlan of(List<TensorToWrite> tensors, long shardBytes) {
    List<List<TensorToWrite>> shards = new ArrayList<>();
    List<TensorToWrite> current = new ArrayList<>();
    long currentBytes = 0;
    for (TensorToWrite tensor : tensors) {
      if (tensor.byteSize() > shardBytes) {
        shards.add(List.of(tensor));
        continue;
      }
      if (currentBytes > shardBytes - tensor.byteSize()) {
        shards.add(current);
        current = new ArrayList<>();
        currentBytes = 0;
      }
      current.add(tensor);
      currentBytes += tensor.byteSize();
    }
    if (!current.isEmpty()) {
      shards.add(current);
    }
    return new ShardPlan(shards);
  }

  String fileName(String name, int shard) {
    return "%s-%05d-of-%05d.safetensors".formatted(name, shard + 1, shards.size());
  }

  /** The index file: the total size, and the shard of each tensor by name. */
  byte[] index(String name) {
    Map<String, String> weightMap = new TreeMap<>();
    long total = 0;
    for (int i = 0; i < shards.size(); i++) {
      for (TensorToWrite tensor : shards.get(i)) {
        weightMap.put(tensor.name(), fileName(name, i));
        total += tensor.byteSize();
      }
    }
    Map<String, Object> index =
        new TreeMap<>(Map.of("metadata", Map.of("total_size", total), "weight_map", weightMap));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(index);
  }
}
