package dev.jclip.data.pair;

import dev.jclip.data.table.ColumnRole;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import dev.jclip.data.table.TableRow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that pairs are made of.
 *
 * @param image that of the images, or of their paths
 * @param captions the column of each member or field that captions are made of
 * @param key that of the pairs' names; {@code null} if there is none
 */
record PairColumns(String image, Map<String, String> captions, @Nullable String key) {
  /** The usual names of the column of images, open_clip's first. */
  static final List<String> IMAGE =
      List.of("filepath", "file_name", "image", "path", "file", "filename", "img");

  private static final List<String> CAPTION = List.of("title", "caption", "text");
  private static final String KEY = "key";

  static PairColumns of(Table table, PairOptions options) {
    String image = TableFile.imageColumn(table, options.imageColumn(), IMAGE);
    var captions = new LinkedHashMap<String, String>();
    wanted(options)
        .forEach(
            (name, columns) ->
                captions.put(
                    name,
                    table.require(
                        name.equals(CaptionSpec.TEXT) ? ColumnRole.CAPTION : ColumnRole.FIELD,
                        columns)));
    return new PairColumns(image, captions, table.find(List.of(KEY)).orElse(null));
  }

  /** The names of each member or field that captions are made of, of which one must be there. */
  static Map<String, List<String>> wanted(PairOptions options) {
    var columns = new LinkedHashMap<String, List<String>>();
    options.captions().members().forEach(name -> columns.put(name, List.of(name)));
    options.captions().fields().forEach(name -> columns.put(name, List.of(name)));
    columns.replace(CaptionSpec.TEXT, TableFile.column(options.captionColumn(), CAPTION));
    return columns;
  }

  /** All of them. */
  Set<String> all() {
    var all = new LinkedHashSet<String>();
    all.add(image);
    all.addAll(captions.values());
    if (key != null) {
      all.add(key);
    }
    return all;
  }

  /** What a row has for captions to be made of. */
  Fields texts(TableRow.Cells row) {
    var texts = new HashMap<String, List<String>>();
    captions.forEach(
        (name, column) ->
            texts.put(
                name,
                row.cell(column).texts().stream()
                    .flatMap(text -> Annotations.stripped(text).stream())
                    .toList()));
    return new Fields(texts);
  }
}
