package dev.jclip.search.source;

import dev.jclip.data.table.ColumnRole;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of tables are read.
 *
 * @param image that of images or of their paths; {@code null} for the usual ones
 * @param caption that of captions; {@code null} for the usual ones, if there is one
 */
public record TableColumns(@Nullable String image, @Nullable String caption) {
  /** The usual ones. */
  public static final TableColumns USUAL = new TableColumns(null, null);

  /** A column that was named must be there. */
  Optional<String> captionIn(Table table) {
    return caption == null
        ? table.find(TableFile.CAPTION)
        : Optional.of(table.require(ColumnRole.CAPTION, List.of(caption)));
  }
}
