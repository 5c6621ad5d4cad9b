package dev.jclip.weights;

import dev.jclip.io.Messages;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The index of a sharded checkpoint: which shard, a file beside the index, holds which tensor. */
final class ShardIndex {
  private static final String WEIGHT_MAP = "weight_map";
  private static final int MAX_SHARDS = 1000;

  private final MappedFile file;
  private final Map<String, String> weightMap;

  private ShardIndex(MappedFile file, Map<String, String> weightMap) {
    this.file = file;
    this.weightMap = weightMap;
  }

  static ShardIndex read(MappedFile file) {
    HeapBudget budget = new HeapBudget(file);
    Map<String, String> weightMap = new LinkedHashMap<>();
    StrictJson.readObject(
        file,
        "index",
        0,
        file.size(),
        budget,
        (name, json) -> {
          if (name.equals(WEIGHT_MAP)) {
            weightMap.putAll(json.strings());
          } else {
            json.skip();
          }
        });
    if (weightMap.isEmpty()) {
      throw file.error(
          "is JSON without a %s; expected a checkpoint or its index; name the file of the weights"
              .formatted(WEIGHT_MAP));
    }
    return new ShardIndex(file, weightMap);
  }

  /** The shards in the order in which the index first names them. */
  List<Path> shards() {
    List<String> names = weightMap.values().stream().distinct().toList();
    if (names.size() > MAX_SHARDS) {
      throw file.error("expected at most %d shards, found %d".formatted(MAX_SHARDS, names.size()));
    }
    names.forEach(this::requirePlainName);
    return names.stream().map(file.path()::resolveSibling).toList();
  }

  /** Puts the tensors into the order of the index; every one must be in the shard it names. */
  Contents arrange(Contents contents) {
    Map<String, StoredTensor> arranged = new LinkedHashMap<>();
    weightMap.forEach(
        (name, shard) -> {
          StoredTensor tensor = contents.tensors().get(name);
          if (tensor == null || !tensor.file().equals(file.path().resolveSibling(shard))) {
            throw file.error(
                "%s: expected in shard %s, found %s"
                    .formatted(
                        Messages.brief(name),
                        shard,
                        tensor == null ? "in no shard" : "in " + tensor.file()));
          }
          arranged.put(name, tensor);
        });
    contents.tensors().forEach(arranged::putIfAbsent);
    return contents.withTensors(arranged);
  }

  private void requirePlainName(String shard) {
    boolean plain =
        shard.chars().allMatch(c -> c >= ' ' && c <= '~' && "/\\:*?\"<>|".indexOf(c) < 0);
    if (!plain || shard.isBlank() || shard.equals(".") || shard.equals("..")) {
      throw file.error(
          "%s: expected the name of a shard beside the index, found '%s'"
              .formatted(WEIGHT_MAP, Messages.brief(shard)));
    }
  }
}
