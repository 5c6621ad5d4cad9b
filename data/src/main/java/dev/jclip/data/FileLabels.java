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
 * Labelled images, each in a file of its own.
 *
 * @param faults folders and files that could not be searched for images; each becomes a skipped
 *     entry
 * @param rows the images that were found
 */
record FileLabels(List<Folders.Fault> faults, List<Row> rows) implements LabelSource {
  /** The bytes of an image in an entry whose image is not read. */
  static final byte[] UNREAD = {};

  /**
   * An image's file and labels.
   *
   * @param key the image's name in the data set
   */
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

  /**
   * Makes the entry of an image in a file.
   *
   * @param picture whether to read the image's bytes; otherwise they are {@link #UNREAD}
   * @return an example, or a skipped entry if the file cannot be read
   */
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
