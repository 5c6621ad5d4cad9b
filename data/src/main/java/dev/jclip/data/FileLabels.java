package dev.jclip.data;

import dev.jclip.data.file.Folders;
import dev.jclip.image.file.PictureFile;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Images in files of their own.
 *
 * @param faults what may hold more of them and cannot be read
 */
record FileLabels(List<Folders.Fault> faults, List<Row> rows) implements LabelSource {
  static final byte[] UNREAD = {};

  record Row(String key, Path file, List<Label> labels) {}

  @Override
  public Stream<Entry<List<Label>>> stream(boolean pictures) {
    return Stream.concat(
        faults.stream().map(FileLabels::entry),
        rows.stream().map(row -> entry(row.key(), row.file(), row.labels(), pictures)));
  }

  private static Entry<List<Label>> entry(Folders.Fault fault) {
    String folder = fault.folder().toString();
    return new Entry.Skipped<>(folder, folder + ": " + fault.reason());
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
