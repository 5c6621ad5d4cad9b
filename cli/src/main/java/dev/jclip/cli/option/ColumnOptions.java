package dev.jclip.cli.option;

import dev.jclip.search.source.TableColumns;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which columns of tables are read. */
@OptionSection("Columns of tables")
public final class ColumnOptions {
  @Option(
      names = "--image-column",
      paramLabel = "NAME",
      description =
          "Column of tables with images or their paths. Default: the usual names, such as image, filepath, jpg.")
  private @Nullable String image;

  @Option(
      names = "--caption-column",
      paramLabel = "NAME",
      description =
          "Column of tables with captions. Default: caption, text or title, if there is one.")
  private @Nullable String caption;

  /** The columns. */
  public TableColumns columns() {
    return new TableColumns(image, caption);
  }
}
