package dev.jclip.data.pair;

import dev.jclip.error.DataException;
import dev.jclip.io.TextFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sizes of shards: from WebDataset's {@code sizes.json} beside them, else counted. */
final class ShardSizes {
  private static final String FILE = "sizes.json";

  private final Map<Path, JsonNode> files = new HashMap<>();

  long numPairs(PairShard shard) {
    Path path = Path.of(shard.name());
    Path file = path.resolveSibling(FILE);
    if (!TextFile.exists(file)) {
      return shard.numPairs();
    }
    String name = String.valueOf(path.getFileName());
    @Nullable JsonNode size = files.computeIfAbsent(file, ShardSizes::read).get(name);
    if (size == null) {
      return shard.numPairs();
    }
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.asLong() < 0) {
      throw new DataException(
          "%s: %s: expected how many samples the shard holds, found %s; correct or delete the file"
              .formatted(file, name, size));
    }
    return size.asLong();
  }

  private static JsonNode read(Path file) {
    try {
      JsonNode sizes = JsonMapper.shared().readTree(TextFile.text(file));
      if (sizes.isObject()) {
        return sizes;
      }
      throw new DataException(
          "%s: expected an object of shards and sizes, found %s; correct or delete the file"
              .formatted(file, sizes.getNodeType()));
    } catch (JacksonException e) {
      throw new DataException(
          "%s: expected JSON: %s; correct or delete the file"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }
}
