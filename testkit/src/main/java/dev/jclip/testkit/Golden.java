package dev.jclip.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reference tensors from a safetensors file. A plain reader of its own, so that a fault in jclip's
 * reader cannot hide itself.
 */
public final class Golden {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Map<String, Entry> entries = new TreeMap<>();
  private final Path file;

  private record Entry(String dtype, List<Integer> shape, ByteBuffer data) {}

  private Golden(Path file) {
    this.file = file;
  }

  /** Reads all tensors of a file below 2 GB. */
  public static Golden read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      int headerLength = Math.toIntExact(bytes.getLong());
      byte[] header = new byte[headerLength];
      bytes.get(header);
      ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
      var golden = new Golden(file);
      MAPPER
          .readTree(header)
          .propertyStream()
          .filter(member -> !member.getKey().equals("__metadata__"))
          .forEach(member -> golden.add(member.getKey(), member.getValue(), data));
      return golden;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String name, JsonNode description, ByteBuffer data) {
    JsonNode offsets = description.get("data_offsets");
    int begin = offsets.get(0).intValue();
    int end = offsets.get(1).intValue();
    JsonNode shape = description.get("shape");
    List<Integer> sizes =
        IntStream.range(0, shape.size()).mapToObj(i -> shape.get(i).intValue()).toList();
    ByteBuffer slice = data.slice(begin, end - begin).order(ByteOrder.LITTLE_ENDIAN);
    entries.put(name, new Entry(description.get("dtype").stringValue(), sizes, slice));
  }

  /** The names of all tensors. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** The sizes of a tensor. */
  public int[] shape(String name) {
    return entry(name).shape().stream().mapToInt(Integer::intValue).toArray();
  }

  /** A float32 tensor's values, row by row. */
  public float[] floats(String name) {
    ByteBuffer data = typed(name, "F32");
    float[] values = new float[data.remaining() / Float.BYTES];
    data.asFloatBuffer().get(values);
    return values;
  }

  /** An int64 tensor's values, row by row. */
  public long[] longs(String name) {
    ByteBuffer data = typed(name, "I64");
    long[] values = new long[data.remaining() / Long.BYTES];
    data.asLongBuffer().get(values);
    return values;
  }

  /** A uint8 tensor's values, row by row. */
  public byte[] bytes(String name) {
    ByteBuffer data = typed(name, "U8");
    byte[] values = new byte[data.remaining()];
    data.get(values);
    return values;
  }

  private ByteBuffer typed(String name, String dtype) {
    Entry entry = entry(name);
    if (!entry.dtype().equals(dtype)) {
      throw new IllegalArgumentException(
          "%s: %s: expected %s, found %s".formatted(file, name, dtype, entry.dtype()));
    }
    return entry.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("%s: no tensor %s".formatted(file, name));
    }
    return entry;
  }
}
