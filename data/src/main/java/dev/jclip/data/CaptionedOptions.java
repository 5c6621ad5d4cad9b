package dev.jclip.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a captioned data set.
 *
 * @param split the subfolder or split
 * @param splitRequired whether a set without splits is refused; otherwise it is read whole
 * @param imageColumn a table's column or a record's field of paths; {@code null} for the usual ones
 * @param caption a table's column, a record's field, or an attribute of a shard's {@code .json}
 *     members; {@code null} for the usual ones, and {@code .txt} members
 * @param imageRoot what paths are relative to; {@code null} for the folder of the file
 * @param name the set's name; {@code null} for its file's or folder's
 */
public record CaptionedOptions(
    String split,
    boolean splitRequired,
    @Nullable String imageColumn,
    @Nullable String caption,
    @Nullable Path imageRoot,
    @Nullable String name) {
  /** The test split, all else found out. */
  public static CaptionedOptions defaults() {
    return new CaptionedOptions(LabelledOptions.DEFAULT_SPLIT, false, null, null, null, null);
  }

  /** These, with a split that the set must have. */
  public CaptionedOptions withSplit(String value) {
    return new CaptionedOptions(value, true, imageColumn, caption, imageRoot, name);
  }

  /** These, with a column or field of paths. */
  public CaptionedOptions withImageColumn(String value) {
    return new CaptionedOptions(split, splitRequired, value, caption, imageRoot, name);
  }

  /** These, with a column, field or attribute of captions. */
  public CaptionedOptions withCaption(String value) {
    return new CaptionedOptions(split, splitRequired, imageColumn, value, imageRoot, name);
  }

  /** These, with a folder that paths are relative to. */
  public CaptionedOptions withImageRoot(Path value) {
    return new CaptionedOptions(split, splitRequired, imageColumn, caption, value, name);
  }

  /** These, with a name for the set. */
  public CaptionedOptions withName(String value) {
    return new CaptionedOptions(split, splitRequired, imageColumn, caption, imageRoot, value);
  }
}
