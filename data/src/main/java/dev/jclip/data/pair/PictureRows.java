package dev.jclip.data.pair;

import dev.jclip.data.file.Folders;
import dev.jclip.data.file.IoReason;
import dev.jclip.data.file.JsonRecords;
import dev.jclip.data.file.TableFile;
import dev.jclip.error.DataException;
import dev.jclip.image.ImageListing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds pictures in files of their own and what is written about them. */
final class PictureRows {
  private static final List<String> IMAGE =
      List.of("filepath", "file_name", "image", "path", "file", "filename");
  private static final List<String> CAPTION = List.of("title", "caption", "text");

  private PictureRows() {}

  /** The rows of a table, of which only the columns that captions need are kept. */
  static List<PictureRow> ofTable(Path file, PairOptions options) {
    Map<String, List<String>> columns = captionColumns(options);
    var read = new ArrayList<>(List.of(TableFile.column(options.imageColumn(), IMAGE)));
    read.addAll(columns.values());
    List<String> names = List.copyOf(columns.keySet());
    var rows = new ArrayList<PictureRow>();
    TableFile.readRows(
        file,
        options.separator(),
        read,
        row -> {
          var texts = new HashMap<String, List<String>>();
          for (int i = 0; i < names.size(); i++) {
            texts.put(names.get(i), Annotations.stripped(text(row.cells().get(i + 1))));
          }
          rows.add(new PictureRow(text(row.cells().getFirst()), new Fields(texts)));
        });
    return rows;
  }

  private static String text(@Nullable String cell) {
    return cell == null ? "" : cell;
  }

  /** The records of a JSON file, one a line or in a list. */
  static List<PictureRow> ofRecords(Path file, PairOptions options) {
    Map<String, List<String>> columns = captionColumns(options);
    List<String> image = TableFile.column(options.imageColumn(), IMAGE);
    var rows = new ArrayList<PictureRow>();
    JsonRecords.read(
        file,
        (_, _, node) -> {
          var texts = new HashMap<String, List<String>>();
          columns.forEach((name, fields) -> texts.put(name, first(node, fields)));
          List<String> paths = first(node, image);
          rows.add(new PictureRow(paths.isEmpty() ? "" : paths.getFirst(), new Fields(texts)));
        });
    return rows;
  }

  /** The columns of each member or field that captions are made of, of which one must be there. */
  private static Map<String, List<String>> captionColumns(PairOptions options) {
    var columns = new LinkedHashMap<String, List<String>>();
    options.captions().members().forEach(name -> columns.put(name, List.of(name)));
    options.captions().fields().forEach(name -> columns.put(name, List.of(name)));
    columns.replace(CaptionSpec.TEXT, TableFile.column(options.captionColumn(), CAPTION));
    return columns;
  }

  private static List<String> first(JsonNode node, List<String> fields) {
    for (String field : fields) {
      List<String> texts = Annotations.texts(node.path(field));
      if (!texts.isEmpty()) {
        return texts;
      }
    }
    return List.of();
  }

  /** The pictures of a folder, with the files beside them. */
  static List<PictureRow> ofFolder(Path folder) {
    try {
      var listing = new ImageListing();
      List<Path> pictures = Folders.pictures(folder, listing);
      Folders.warn(folder, listing);
      return pictures.stream()
          .map(file -> new PictureRow(folder.relativize(file).toString(), new Sidecars(file)))
          .toList();
    } catch (IOException e) {
      throw new DataException("%s: cannot be listed: %s".formatted(folder, IoReason.of(e)), e);
    }
  }
}
