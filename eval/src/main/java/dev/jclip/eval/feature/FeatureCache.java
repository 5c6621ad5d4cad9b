package dev.jclip.eval.feature;

import dev.jclip.config.DType;
import dev.jclip.error.DataException;
import dev.jclip.weights.SafetensorsWriter;
import dev.jclip.weights.StateDict;
import dev.jclip.weights.StoredTensor;
import dev.jclip.weights.TensorToWrite;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Vectors on disk, each file under the fingerprints of the model and of the inputs that made it.
 * Files appear complete or not at all, so several processes may use one folder.
 */
final class FeatureCache {
  private static final String FORMAT = "jclip-features-1";
  private static final String TENSOR = "features";
  private static final int DIGITS_IN_NAMES = 16;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path folder;

  FeatureCache(Path folder) {
    this.folder = folder;
  }

  /** What vectors were made from, and by what. */
  record Key(Kind kind, String model, String inputs) {
    private String fileName() {
      return "%s-%s.safetensors".formatted(kind.name().toLowerCase(Locale.ROOT), shortened(inputs));
    }
  }

  /** What was embedded. */
  enum Kind {
    IMAGES,
    TEXTS
  }

  /**
   * Vectors of the inputs that had one.
   *
   * @param failures why an input has none, by its place among the inputs
   */
  record Stored(List<float[]> vectors, Map<Integer, String> failures) {}

  private static String shortened(String fingerprint) {
    return fingerprint.substring(0, DIGITS_IN_NAMES);
  }

  private Path file(Key key) {
    return folder.resolve(shortened(key.model())).resolve(key.fileName());
  }

  /**
   * The stored vectors, if there are any.
   *
   * @throws DataException if the file of that name was made by another model or from other inputs
   */
  Optional<Stored> find(Key key) {
    Path file = file(key);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (StateDict stored = StateDict.open(file)) {
      Map<String, String> metadata = stored.metadata();
      require(file, "format", FORMAT, metadata);
      require(file, "model", key.model(), metadata);
      require(file, "inputs", key.inputs(), metadata);
      return Optional.of(
          new Stored(rows(stored.get(TENSOR)), failures(metadata.getOrDefault("failures", "{}"))));
    }
  }

  private static void require(
      Path file, String field, String expected, Map<String, String> metadata) {
    String found = metadata.get(field);
    if (!expected.equals(found)) {
      throw new DataException(
          "%s: these features are not the ones its name says: expected %s %s, found %s; they come from another checkpoint or data set. Delete the file, and they are computed again"
              .formatted(file, field, expected, found));
    }
  }

  private static List<float[]> rows(StoredTensor tensor) {
    int count = Math.toIntExact(tensor.shape()[0]);
    int width = Math.toIntExact(tensor.shape()[1]);
    float[] all = tensor.floats();
    var rows = new ArrayList<float[]>(count);
    for (int row = 0; row < count; row++) {
      rows.add(Arrays.copyOfRange(all, row * width, (row + 1) * width));
    }
    return rows;
  }

  private static Map<Integer, String> failures(String json) {
    return JsonMapper.shared().readValue(json, new TypeReference<Map<Integer, String>>() {});
  }

  /** Keeps vectors for later. */
  void store(Key key, Stored features) {
    Path file = file(key);
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new DataException(
          file.getParent() + ": the folder for features cannot be made: " + e, e);
    }
    int width = features.vectors().isEmpty() ? 0 : features.vectors().getFirst().length;
    long[] shape = {features.vectors().size(), width};
    try (Arena arena = Arena.ofConfined()) {
      var tensor =
          new TensorToWrite(TENSOR, DType.F32, shape, () -> bytes(features.vectors(), arena));
      SafetensorsWriter.write(file, List.of(tensor), metadata(key, features));
    }
  }

  private static Map<String, String> metadata(Key key, Stored features) {
    return Map.of(
        "format",
        FORMAT,
        "model",
        key.model(),
        "inputs",
        key.inputs(),
        "failures",
        JsonMapper.shared().writeValueAsString(features.failures()));
  }

  private static MemorySegment bytes(List<float[]> rows, Arena arena) {
    long total = rows.stream().mapToLong(row -> row.length).sum();
    MemorySegment bytes = arena.allocate(Math.max(1, total * Float.BYTES));
    long at = 0;
    for (float[] row : rows) {
      MemorySegment.copy(row, 0, bytes, FLOAT, at, row.length);
      at += (long) row.length * Float.BYTES;
    }
    return bytes.asSlice(0, total * Float.BYTES);
  }

  /** How many other models have vectors of the same inputs here. */
  int othersWith(Key key) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    int others = 0;
    try (DirectoryStream<Path> models = Files.newDirectoryStream(folder)) {
      for (Path model : models) {
        if (!model.endsWith(shortened(key.model()))
            && Files.exists(model.resolve(key.fileName()))) {
          others++;
        }
      }
      return others;
    } catch (IOException e) {
      throw new DataException(folder + ": the features cannot be listed: " + e, e);
    }
  }
}
