package dev.jclip.cli.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of each input, as JSON lines: the number of its row and what it is, or no row and why
 * not. For one thread.
 */
final class EmbeddingList {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final FileChannel lines;
  private final OutputStream out;
  private long rows;
  private long skipped;

  /** Lines wait in a file until {@link #copyTo}. */
  EmbeddingList(FileChannel lines) {
    this.lines = lines;
    out = new BufferedOutputStream(Channels.newOutputStream(lines));
  }

  void add(String input, String kind) throws IOException {
    write(rows++, input, "kind", kind);
  }

  void skip(String input, String reason) throws IOException {
    skipped++;
    write(null, input, "error", reason);
  }

  private void write(@Nullable Long row, String input, String name, String value)
      throws IOException {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("row", row);
    line.put("input", input);
    line.put(name, value);
    out.write((MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  long rows() {
    return rows;
  }

  long skipped() {
    return skipped;
  }

  void copyTo(FileChannel target) throws IOException {
    out.flush();
    long size = lines.size();
    for (long done = 0; done < size; ) {
      done += lines.transferTo(done, size - done, target);
    }
  }
}
