package dev.jclip.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Says what to read of a captioned data set.
 *
 * @param split the name of the split to read
 * @param splitRequired whether a data set without splits is an error; otherwise it is read whole
 * @param imageColumn the table column, or the field of a JSON record, that holds the images or
 *     their paths; {@code null} for the usual names
 * @param caption the table column, the field of a JSON record, or the attribute in the {@code
 *     .json} files of shards that holds the captions; {@code null} for the usual columns and
 *     fields, and for the {@code .txt} files of shards
 * @param imageRoot the folder that the images' paths are relative to; {@code null} for the folder
 *     of the table or JSON file
 * @param name the data set's name; {@code null} for the name of its file or folder
 */
public record CaptionedOptions(
    String split,
    boolean splitRequired,
    @Nullable String imageColumn,
    @Nullable String caption,
    @Nullable Path imageRoot,
    @Nullable String name) {
  /** Returns options that read the split {@code test}, if there are splits, and the usual names. */
  public static CaptionedOptions defaults() {
    return new CaptionedOptions(LabelledOptions.DEFAULT_SPLIT, false, null, null, null, null);
  }

  /** Returns a copy that reads a split, which the data set must have. */
  public CaptionedOptions withSplit(String value) {
    return new CaptionedOptions(value, true, imageColumn, caption, imageRoot, name);
  }

  /** Returns a copy that reads the images, or their paths, from a column or field. */
  public CaptionedOptions withImageColumn(String value) {
    return new CaptionedOptions(split, splitRequired, value, caption, imageRoot, name);
  }

  /** Returns a copy that reads the captions from a column, field or attribute. */
  public CaptionedOptions withCaption(String value) {
    return new CaptionedOptions(split, splitRequired, imageColumn, value, imageRoot, name);
  }

  /** Returns a copy with the folder that the images' paths are relative to. */
  public CaptionedOptions withImageRoot(Path value) {
    return new CaptionedOptions(split, splitRequired, imageColumn, caption, value, name);
  }

  /** Returns a copy with a name for the data set. */
  public CaptionedOptions withName(String value) {
    return new CaptionedOptions(split, splitRequired, imageColumn, caption, imageRoot, value);
  }
}
