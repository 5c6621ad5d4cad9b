package dev.jclip.data.table;

import dev.jclip.io.NearestNames;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A table with named columns, whatever kind of file holds it. Its rows are those that pandas reads;
 * cells are text as the file has it, an index's level that has no name is no column, and what
 * pandas cannot read is a {@link TableRow.Fault}. Immutable.
 */
public interface Table {
  /** Its file. */
  Path file();

  /**
   * The names of the columns in their order, as pandas has them: {@code Unnamed: 0} where there is
   * none, {@code name.1} for a second {@code name}.
   */
  List<String> columns();

  /** How many rows there are, where that is known without reading them. */
  OptionalLong numRows();

  /** Those of the columns that hold files' bytes. */
  List<String> columnsOfBytes();

  /** The names of a column's numbers from 0 on, where the file has them; else none. */
  List<String> classNames(String column);

  /**
   * Reads the rows from the first on; a file that turns out to be damaged ends with a fault.
   *
   * @param columns whose cells are wanted
   */
  TableRows rows(Collection<String> columns);

  /** The first of some names that a column has; blanks around the column's name do not count. */
  default Optional<String> find(List<String> names) {
    return names.stream()
        .flatMap(
            name ->
                columns().contains(name)
                    ? Stream.of(name)
                    : columns().stream().filter(column -> column.strip().equals(name)))
        .findFirst();
  }

  /**
   * The first of some names that a column has.
   *
   * @param role what it is asked for
   * @throws MissingColumnException if there is none
   */
  default String require(ColumnRole role, List<String> names) {
    return find(names)
        .orElseThrow(
            () ->
                new MissingColumnException(
                    role,
                    "%s: expected a column %s, found %s; name the column to use"
                        .formatted(
                            file(),
                            String.join(" or ", names),
                            NearestNames.list(names.getFirst(), columns()))));
  }
}
