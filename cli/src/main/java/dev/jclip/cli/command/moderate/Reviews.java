package dev.jclip.cli.command.moderate;

import dev.jclip.data.table.ColumnRole;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import dev.jclip.data.table.TableRow;
import dev.jclip.data.table.TableRows;
import dev.jclip.error.DataException;
import dev.jclip.io.NearestNames;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What reviewers said of images, as a table has it. */
final class Reviews {
  private static final String PATH = "path";
  private static final String CATEGORY = "category";
  private static final String LABEL = "label";

  private Reviews() {}

  /**
   * One row.
   *
   * @param place where it stands, such as {@code reviewed.csv: line 3}
   * @param belongs whether the image belongs to the category
   */
  record Review(String place, Path image, String category, boolean belongs) {}

  /**
   * Reads a table; relative paths start at its folder.
   *
   * @param categories the names that may occur
   * @throws DataException if a row is no review of one of the categories
   */
  static List<Review> read(Path file, List<String> categories) {
    Table table = TableFile.open(file, null);
    String path = table.require(ColumnRole.IMAGE, List.of(PATH));
    String category = table.require(ColumnRole.LABEL, List.of(CATEGORY));
    String label = table.require(ColumnRole.LABEL, List.of(LABEL));
    var reviews = new ArrayList<Review>();
    try (TableRows rows = table.rows(List.of(path, category, label))) {
      while (rows.hasNext()) {
        switch (rows.next()) {
          case TableRow.Fault(String place, String reason) ->
              throw new DataException("%s: %s: %s".formatted(file, place, reason));
          case TableRow.Cells row -> {
            String place = "%s: %s".formatted(file, row.place());
            reviews.add(
                new Review(
                    place,
                    image(place, row.cell(path).text().strip(), file),
                    known(place, row.cell(category).text().strip(), categories),
                    belongs(place, row.cell(label).text().strip())));
          }
        }
      }
    }
    if (reviews.isEmpty()) {
      throw new DataException(file + ": expected reviewed images, found no row");
    }
    return reviews;
  }

  private static Path image(String place, String path, Path file) {
    if (path.isEmpty()) {
      throw new DataException(
          "%s: path: expected that of an image, found nothing".formatted(place));
    }
    try {
      return file.resolveSibling(path);
    } catch (InvalidPathException e) {
      throw new DataException(
          "%s: path: expected that of an image, found '%s'".formatted(place, path), e);
    }
  }

  private static String known(String place, String category, List<String> categories) {
    if (!categories.contains(category)) {
      throw new DataException(
          "%s: category: expected one of the policy, found '%s'; it has %s"
              .formatted(place, category, NearestNames.list(category, categories)));
    }
    return category;
  }

  private static boolean belongs(String place, String label) {
    return switch (label.toLowerCase(Locale.ROOT)) {
      case "yes" -> true;
      case "no" -> false;
      default ->
          throw new DataException(
              "%s: label: expected yes or no, found '%s'".formatted(place, label));
    };
  }
}
