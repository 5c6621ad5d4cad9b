package dev.jclip.data;

import dev.jclip.data.file.IoReason;
import dev.jclip.data.file.PictureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Pictures in files of their own. */
record FileLabels(List<Row> rows) implements LabelSource {
  private static final byte[] UNREAD = {};

  record Row(String key, Path file, List<Label> labels) {}

  @Override
  public Stream<Entry<List<Label>>> stream(boolean pictures) {
    return rows.stream().map(row -> entry(row.key(), row.file(), row.labels(), pictures));
  }

  static <A> Entry<A> entry(String key, Path file, A annotation, boolean picture) {
    try {
      if (!picture && Files.isRegularFile(file)) {
        return new Entry.Example<>(key, UNREAD, annotation);
      }
      return new Entry.Example<>(key, PictureFile.read(file), annotation);
    } catch (IOException e) {
      return new Entry.Skipped<>(key, "%s: cannot be read: %s".formatted(file, IoReason.of(e)));
    }
  }
}
