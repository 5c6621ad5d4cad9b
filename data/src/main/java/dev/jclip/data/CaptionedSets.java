package dev.jclip.data;

import dev.jclip.data.DescribedSet.Description;
import dev.jclip.data.file.JsonRecords;
import dev.jclip.data.file.NamedFile;
import dev.jclip.data.shard.SampleParts;
import dev.jclip.data.shard.ShardEntry;
import dev.jclip.data.shard.ShardFault;
import dev.jclip.data.shard.ShardList;
import dev.jclip.data.shard.ShardReader;
import dev.jclip.data.shard.ShardSample;
import dev.jclip.data.table.Table;
import dev.jclip.data.table.TableFile;
import dev.jclip.error.DataException;
import dev.jclip.io.IoReason;
import dev.jclip.io.NearestNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Opens captioned data sets. The format of a data set is recognised from its files. */
public final class CaptionedSets {
  /** In a folder of images, the records of all of them. */
  private static final String METADATA = "metadata.jsonl";

  private CaptionedSets() {}

  /**
   * Opens a table (CSV, TSV, Parquet), a JSON file (a list or lines of records, COCO's captions,
   * Karpathy's splits), a folder with {@code metadata.jsonl}, or shards (a file, folder, glob,
   * brace range, or CLIP_benchmark's retrieval layout). In shards, {@code .txt} files hold one
   * caption a line, or an attribute of the {@code .json} files holds the captions. Rows with the
   * path of the same image become one entry, at the place of the first of them.
   *
   * @throws DataException if the data set, the split, the column or the field does not exist, or if
   *     a table or JSON file has no image with a caption
   */
  public static CaptionedSet open(String location, CaptionedOptions options) {
    DescribedSet set = openDescribed(location, options, Set.of());
    return new CaptionedSet(
        set.name(), () -> set.examples().stream().map(entry -> entry.map(Description::captions)));
  }

  /**
   * Opens a data set with further fields of its records: those of JSON files and of the {@code
   * .json} files in shards. Tables have none.
   *
   * @param fields names of fields; a record need not have them
   * @throws DataException as {@link #open(String, CaptionedOptions)}
   */
  public static DescribedSet openDescribed(
      String location, CaptionedOptions options, Set<String> fields) {
    return new DescribedSet(
        DataNames.of(location, options.name()), examples(location, options, Set.copyOf(fields)));
  }

  /**
   * The captions that a table (CSV, TSV) or a JSON file has for each image, by the image's path as
   * the file gives it, in the file's order. Reads no image.
   *
   * @param fields further fields of JSON records; a record need not have them
   * @throws DataException if the file cannot be read, or has a row or record without an image or
   *     without a caption
   */
  public static Map<String, Description> captions(
      Path file, CaptionedOptions options, Set<String> fields) {
    if (!TableFile.isNamed(file) && !JsonRecords.isNamed(file)) {
      throw new DataException(
          file + ": expected a table or JSON with images and captions, found another ending");
    }
    CaptionRows rows =
        TableFile.isNamed(file)
            ? CaptionRows.ofTable(TableFile.open(file, null), options)
            : CaptionRows.ofJson(file, options, fields);
    if (!rows.faults().isEmpty()) {
      throw new DataException(rows.faults().getFirst().reason());
    }
    var captions = new LinkedHashMap<String, Description>();
    rows.captions().keySet().forEach(path -> captions.put(path, rows.description(path)));
    return captions;
  }

  /** Opens a file or folder; see {@link #open(String, CaptionedOptions)}. */
  public static CaptionedSet open(Path location, CaptionedOptions options) {
    return open(location.toString(), options);
  }

  private static Examples<Description> examples(
      String location, CaptionedOptions options, Set<String> fields) {
    if (DataNames.exists(location)) {
      Path path = Path.of(location);
      if (TableFile.isNamed(path)) {
        requireNoSplit(location, options);
        return table(path, options);
      }
      if (JsonRecords.isNamed(path)) {
        return files(path, CaptionRows.ofJson(path, options, fields), options);
      }
      Path metadata = path.resolve(METADATA);
      if (Files.isRegularFile(metadata)) {
        return files(metadata, CaptionRows.ofJson(metadata, options, fields), options);
      }
      if (Files.isDirectory(path)) {
        return shards(folder(path, options), options.caption(), fields);
      }
    } else if (!ShardList.isPattern(location)) {
      throw new DataException(location + ": no such file or folder");
    }
    requireNoSplit(location, options);
    return shards(ShardList.expand(location), options.caption(), fields);
  }

  private static void requireNoSplit(String location, CaptionedOptions options) {
    DataNames.requireNoSplit(location, options.split(), options.splitRequired());
  }

  private static List<Path> folder(Path folder, CaptionedOptions options) {
    try {
      if (BenchmarkFolder.isOne(folder)) {
        return BenchmarkFolder.shards(folder, options.split());
      }
      requireNoSplit(folder.toString(), options);
      return ShardList.expand(folder.toString());
    } catch (IOException e) {
      throw new DataException("%s: cannot be listed: %s".formatted(folder, IoReason.of(e)), e);
    }
  }

  private static Examples<Description> table(Path file, CaptionedOptions options) {
    Table table = TableFile.open(file, null);
    String image = TableFile.imageColumn(table, options.imageColumn(), TableFile.IMAGE);
    return table.columnsOfBytes().contains(image)
        ? StoredCaptions.of(table, image, options)
        : files(file, CaptionRows.ofTable(table, options), options);
  }

  private static Examples<Description> files(
      Path file, CaptionRows rows, CaptionedOptions options) {
    List<Entry<Description>> faults =
        rows.faults().stream()
            .<Entry<Description>>map(fault -> new Entry.Skipped<>(fault.place(), fault.reason()))
            .toList();
    if (rows.captions().isEmpty()) {
      throw new DataException(
          "%s: expected images with captions, found none%s"
              .formatted(
                  file,
                  rows.faults().isEmpty()
                      ? ""
                      : "; the first fault: " + rows.faults().getFirst().reason()));
    }
    Path own = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path root = options.imageRoot() == null ? own : options.imageRoot();
    return () ->
        Stream.concat(
            faults.stream(),
            rows.captions().keySet().stream()
                .map(path -> entry(file, root, path, rows.description(path))));
  }

  private static Entry<Description> entry(
      Path file, Path root, String path, Description description) {
    if (description.captions().isEmpty()) {
      return new Entry.Skipped<>(path, path + ": has no caption");
    }
    try {
      return FileLabels.entry(path, NamedFile.of(path, root), description, true);
    } catch (IOException e) {
      return new Entry.Skipped<>(path, "%s: %s".formatted(file, e.getMessage()));
    }
  }

  private static Examples<Description> shards(
      List<Path> shards, @Nullable String attribute, Set<String> fields) {
    return () -> ShardReader.of(shards).stream().map(entry -> entry(entry, attribute, fields));
  }

  private static Entry<Description> entry(
      ShardEntry entry, @Nullable String attribute, Set<String> fields) {
    return switch (entry) {
      case ShardFault fault -> new Entry.Skipped<>(fault.name(), fault.reason());
      case ShardSample sample -> {
        try {
          yield new Entry.Example<>(
              sample.name(),
              SampleParts.picture(sample),
              new Description(captions(sample, attribute), fields(sample, fields)));
        } catch (IOException e) {
          yield new Entry.Skipped<>(sample.name(), sample.name() + ": " + IoReason.of(e));
        }
      }
    };
  }

  private static List<String> captions(ShardSample sample, @Nullable String attribute)
      throws IOException {
    List<String> captions =
        attribute == null
            ? SampleParts.text(sample, "txt").lines().toList()
            : attribute(SampleParts.json(sample), attribute);
    captions = captions.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
    if (captions.isEmpty()) {
      throw new IOException("has no caption");
    }
    return captions;
  }

  private static Map<String, JsonNode> fields(ShardSample sample, Set<String> names)
      throws IOException {
    return !names.isEmpty() && SampleParts.hasJson(sample)
        ? RecordFields.values(SampleParts.json(sample), names)
        : Map.of();
  }

  private static List<String> attribute(JsonNode json, String name) throws IOException {
    JsonNode value = json.get(name);
    if (value == null || value.isNull() || value.isObject()) {
      throw new IOException(
          "expected the attribute %s in its .json, found %s"
              .formatted(name, NearestNames.list(name, json.propertyNames())));
    }
    return value.isArray()
        ? value.values().stream().filter(JsonNode::isString).map(JsonNode::asString).toList()
        : List.of(value.asString());
  }
}
