package dev.jclip.weights;

import dev.jclip.config.DType;
import dev.jclip.error.CheckpointException;
import dev.jclip.io.Messages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads safetensors: the length of a JSON header (8 bytes), the header, and the tensors' bytes.
 *
 * <p>Format: <a href="https://huggingface.co/docs/safetensors">huggingface.co/docs/safetensors</a>.
 */
final class SafetensorsReader {
  static final String METADATA = "__metadata__";

  private static final String HEADER = "safetensors header";
  private static final long MAX_HEADER = 100_000_000;
  private static final int TENSOR_COST = 800;

  private final MappedFile file;
  private final HeapBudget budget;
  private final long dataStart;
  private final List<Header> headers = new ArrayList<>();
  private Map<String, String> metadata = Map.of();

  private SafetensorsReader(MappedFile file, long dataStart) {
    this.file = file;
    this.budget = new HeapBudget(file);
    this.dataStart = dataStart;
  }

  static Contents read(MappedFile file) {
    long headerLength = new ByteCursor(file, HEADER, 0, Long.BYTES).i64();
    long longest = Math.min(MAX_HEADER, file.size() - Long.BYTES);
    if (headerLength < 2 || headerLength > longest) {
      throw file.error(
          "%s: expected a length from 2 to %d bytes, found %d; the file is cut short or damaged"
              .formatted(HEADER, longest, headerLength));
    }
    return new SafetensorsReader(file, Long.BYTES + headerLength).read();
  }

  private Contents read() {
    StrictJson.readObject(file, HEADER, Long.BYTES, dataStart, budget, this::readField);
    requireGapless();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Header header : headers) {
      tensors.put(header.name, tensor(header));
    }
    return new Contents(CheckpointFormat.SAFETENSORS, tensors, metadata, Map.of());
  }

  private void readField(String name, StrictJson json) {
    if (name.equals(METADATA)) {
      metadata = json.strings();
      return;
    }
    budget.take(TENSOR_COST);
    Fields fields = new Fields();
    json.object(fields::read);
    headers.add(fields.header(name));
  }

  private StoredTensor tensor(Header header) {
    return new StoredTensor(
        header.name,
        header.dtype,
        header.layout,
        file.slice(dataStart + header.start, header.end - header.start),
        file);
  }

  /** The tensors must fill the rest of the file, without overlaps or gaps, as the format says. */
  private void requireGapless() {
    List<Header> byStart = new ArrayList<>(headers);
    byStart.sort(Comparator.comparingLong(Header::start).thenComparingLong(Header::end));
    long position = 0;
    for (Header header : byStart) {
      if (header.start != position) {
        throw error(
            header.name, "expected data from byte " + position + ", found it from " + header.start);
      }
      position = header.end;
    }
    if (position != file.size() - dataStart) {
      throw file.error(
          "expected %d bytes of tensors after the header, found %d; the file is cut short or damaged"
              .formatted(position, file.size() - dataStart));
    }
  }

  private CheckpointException error(String tensor, String message) {
    return file.error(HEADER + ": " + Messages.brief(tensor) + ": " + message);
  }

  private record Header(String name, DType dtype, Layout layout, long start, long end) {}

  /** The fields of one tensor's header while they are read. */
  private final class Fields {
    private @Nullable String dtype;
    private long @Nullable [] shape;
    private long @Nullable [] offsets;

    void read(String field, StrictJson json) {
      switch (field) {
        case "dtype" -> dtype = json.string();
        case "shape" -> shape = json.longs();
        case "data_offsets" -> offsets = json.longs();
        default -> throw json.error("expected dtype, shape or data_offsets");
      }
    }

    Header header(String name) {
      if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
        throw error(name, "expected dtype, shape and two data_offsets");
      }
      String typeName = dtype;
      DType type =
          DType.ofSafetensors(typeName)
              .orElseThrow(() -> error(name, "unknown dtype " + Messages.brief(typeName)));
      Header header = new Header(name, type, layout(name, shape), offsets[0], offsets[1]);
      requireSize(header);
      return header;
    }

    private Layout layout(String name, long[] sizes) {
      try {
        return Layout.rowMajor(sizes);
      } catch (IllegalArgumentException e) {
        throw file.error(HEADER + ": " + Messages.brief(name) + ": " + e.getMessage(), e);
      }
    }

    private void requireSize(Header header) {
      long needed = header.layout.count() * header.dtype.byteSize();
      boolean ordered = 0 <= header.start && header.start <= header.end;
      if (!ordered || header.end - header.start != needed) {
        throw error(
            header.name,
            "expected %d bytes for %s %s, found data_offsets %d to %d"
                .formatted(needed, header.dtype, header.layout, header.start, header.end));
      }
    }
  }
}
