package dev.jclip.data;

import dev.jclip.data.DescribedSet.Description;
import dev.jclip.data.file.JsonRecords;
import dev.jclip.data.table.ColumnRole;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import dev.jclip.data.table.TableRow;
import dev.jclip.data.table.TableRows;
import dev.jclip.error.DataException;
import dev.jclip.io.NearestNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Collects the captions of each image from the rows of a table or the records of a JSON file.
 * Images are identified by their path, in the order in which they first appear. Rows and records
 * that cannot be used are collected as faults.
 */
final class CaptionRows {
  private static final String IMAGES = "images";
  private static final String ANNOTATIONS = "annotations";

  private final Path file;
  private final CaptionedOptions options;
  private final Set<String> fields;
  private final Map<String, List<String>> captions = new LinkedHashMap<>();
  private final Map<String, Map<String, JsonNode>> values = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, String> pathById = new LinkedHashMap<>();
  private final Map<String, List<String>> captionsById = new LinkedHashMap<>();
  private boolean hasSplits;
  private final Set<String> otherSplits = new LinkedHashSet<>();

  private CaptionRows(Path file, CaptionedOptions options, Set<String> fields) {
    this.file = file;
    this.options = options;
    this.fields = fields;
  }

  /** A row or record that cannot be used. */
  record Fault(String place, String reason) {}

  /** Returns the captions of each image, by the image's path as the file gives it. */
  Map<String, List<String>> captions() {
    return captions;
  }

  /** Returns what is known of an image. */
  Description description(String path) {
    return new Description(
        captions.getOrDefault(path, List.of()), values.getOrDefault(path, Map.of()));
  }

  /** Returns the rows and records that cannot be used. */
  List<Fault> faults() {
    return faults;
  }

  /** Reads a table whose image column holds paths of files. */
  static CaptionRows ofTable(Table table, CaptionedOptions options) {
    String image = TableFile.imageColumn(table, options.imageColumn(), TableFile.IMAGE);
    String caption =
        table.require(ColumnRole.CAPTION, TableFile.column(options.caption(), TableFile.CAPTION));
    var rows = new CaptionRows(table.file(), options, Set.of());
    try (TableRows read = table.rows(List.of(image, caption))) {
      while (read.hasNext()) {
        switch (read.next()) {
          case TableRow.Fault(String place, String reason) -> rows.fault(place, reason);
          case TableRow.Cells row -> {
            String path = row.cell(image).text();
            if (path.isBlank()) {
              rows.fault(row.place(), "has no image in the column " + image);
            } else {
              rows.add(path, row.cell(caption).texts());
            }
          }
        }
      }
    }
    return rows;
  }

  private void fault(String place, String reason) {
    faults.add(new Fault(place, "%s: %s: %s".formatted(file, place, reason)));
  }

  /**
   * Reads a JSON file: a list of records, JSON lines, COCO's captions or Karpathy's splits.
   *
   * @param fields further fields of the records that are kept
   */
  static CaptionRows ofJson(Path file, CaptionedOptions options, Set<String> fields) {
    var rows = new CaptionRows(file, options, fields);
    JsonRecords.read(
        file,
        new JsonRecords.Consumer() {
          @Override
          public void accept(String section, String key, JsonNode node) {
            rows.record(section, key, node);
          }

          @Override
          public void fault(String key, String reason) {
            rows.faults.add(new Fault(key, reason));
          }
        });
    rows.finish();
    return rows;
  }

  private void add(String image, List<String> more) {
    List<String> all = captions.computeIfAbsent(image, _ -> new ArrayList<>());
    more.stream().map(String::strip).filter(text -> !text.isEmpty()).forEach(all::add);
  }

  private void record(String section, String key, JsonNode node) {
    var fields = new RecordFields(file, key, node);
    if (section.equals(ANNOTATIONS)) {
      String caption = fields.text(List.of("caption"));
      captionsById
          .computeIfAbsent(fields.text(List.of("image_id")), _ -> new ArrayList<>())
          .add(caption);
    } else if (node.has("sentences")) {
      karpathy(fields);
    } else if (section.equals(IMAGES) && node.has("id")) {
      pathById.put(fields.text(List.of("id")), fields.text(RecordFields.IMAGE));
    } else {
      plain(fields);
    }
  }

  private void plain(RecordFields record) {
    String image = record.text(TableFile.column(options.imageColumn(), RecordFields.IMAGE));
    List<String> texts = new ArrayList<>();
    if (options.caption() != null) {
      texts.addAll(record.texts(options.caption()));
    } else {
      TableFile.CAPTION.forEach(
          name -> texts.addAll(texts.isEmpty() ? record.texts(name) : List.of()));
      texts.addAll(record.texts("captions"));
    }
    if (texts.isEmpty()) {
      throw record.missing(options.caption() == null ? "caption or captions" : options.caption());
    }
    add(image, texts);
    keepFields(image, record);
  }

  private void keepFields(String image, RecordFields record) {
    Map<String, JsonNode> found = RecordFields.values(record.node(), fields);
    if (!found.isEmpty()) {
      values.computeIfAbsent(image, _ -> new LinkedHashMap<>()).putAll(found);
    }
  }

  private void karpathy(RecordFields record) {
    String split = record.optional(List.of("split"));
    if (split != null && !split.equals(options.split())) {
      otherSplits.add(split);
      return;
    }
    hasSplits |= split != null;
    String folder = record.optional(List.of("filepath"));
    String name = record.text(List.of("filename"));
    var texts = new ArrayList<String>();
    for (JsonNode sentence : record.node().path("sentences").values()) {
      texts.add(new RecordFields(file, record.key(), sentence).text(List.of("raw")));
    }
    String image = folder == null ? name : folder + "/" + name;
    add(image, texts);
    keepFields(image, record);
  }

  private void finish() {
    pathById.forEach((id, path) -> add(path, captionsById.getOrDefault(id, List.of())));
    captionsById.keySet().stream()
        .filter(id -> !pathById.containsKey(id))
        .forEach(
            id -> fault("image_id " + id, "annotations: this is not the id of any of the images"));
    if (captions.isEmpty() && !otherSplits.isEmpty()) {
      throw new DataException(
          "%s: expected the split %s, found %s"
              .formatted(file, options.split(), NearestNames.list(options.split(), otherSplits)));
    }
    if (!hasSplits) {
      DataNames.requireNoSplit(file.toString(), options.split(), options.splitRequired());
    }
  }
}
