package dev.jclip.data.detection;

import dev.jclip.data.detection.DetectionSet.Row;
import dev.jclip.data.file.JsonRecords;
import dev.jclip.data.file.SidecarText;
import dev.jclip.data.shard.ShardList;
import dev.jclip.error.DataException;
import dev.jclip.image.file.ImageFiles;
import dev.jclip.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Opens images with boxes, recognised by what is there. */
public final class DetectionSets {
  private static final String JOIN = "::";
  private static final String METADATA = "metadata.jsonl";
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private DetectionSets() {}

  /**
   * Opens one location, or several joined by {@code ::}.
   *
   * <p>A location is a folder with {@code metadata.jsonl}, as {@code jclip scenes} writes it, such
   * a file itself, a JSON file of COCO's form, or shards (a folder, a glob, a brace range) whose
   * samples have a {@code .json} member, which must be uncompressed tar files. All records are read
   * at once, images when their turn comes.
   *
   * @param images the folder of COCO's images; the file's own, if empty
   * @throws DataException if a location does not exist, or a record is none of images with boxes
   */
  public static DetectionSet open(
      String locations, PhraseTemplates templates, Optional<Path> images) {
    var rows = new ArrayList<Row>();
    var records = new ObjectRecords(templates);
    for (String location : locations.split(JOIN, -1)) {
      rows.addAll(one(location, templates, records, images));
    }
    DetectionSet set = new DetectionSet(locations, rows);
    records.requireKnownFields(locations);
    return set;
  }

  private static List<Row> one(
      String location, PhraseTemplates templates, ObjectRecords records, Optional<Path> images) {
    Path path = existing(location);
    if (path != null && Files.isDirectory(path) && Files.exists(path.resolve(METADATA))) {
      return lines(path.resolve(METADATA), records);
    }
    if (path != null && JsonRecords.isNamed(path)) {
      return isLines(path) ? lines(path, records) : coco(path, templates, images);
    }
    if (path == null && !ShardList.isPattern(location)) {
      throw new DataException(location + ": no such file or folder");
    }
    var rows = new ArrayList<Row>();
    ShardList.expand(location).forEach(shard -> rows.addAll(shard(shard, records)));
    return rows;
  }

  private static @Nullable Path existing(String location) {
    try {
      Path path = Path.of(location);
      return !location.isEmpty() && Files.exists(path) ? path : null;
    } catch (InvalidPathException _) { // a glob, on some systems
      return null;
    }
  }

  private static boolean isLines(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith("l");
  }

  private static List<Row> lines(Path file, ObjectRecords records) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    var rows = new ArrayList<Row>();
    JsonRecords.read(
        file,
        new JsonRecords.Consumer() {
          @Override
          public void accept(String section, String key, JsonNode node) {
            String name = node.path("file_name").asString("");
            if (name.isEmpty()) {
              throw new DataException("expected a file_name, found " + node.propertyNames());
            }
            rows.add(new Row(name, new ImageBytes.OfFile(name, folder), records.read(name, node)));
          }

          @Override
          public void fault(String key, String reason) {
            throw new DataException("%s: %s: %s".formatted(file, key, reason));
          }
        });
    return rows;
  }

  private static List<Row> coco(Path file, PhraseTemplates templates, Optional<Path> images) {
    JsonNode root;
    try {
      root = MAPPER.readTree(file.toFile());
    } catch (JacksonException e) {
      throw new DataException("%s: expected JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
    if (!CocoObjects.isCoco(root)) {
      throw new DataException(
          "%s: expected COCO's form, with lists of images, annotations and categories, found %s"
              .formatted(file, root.isObject() ? root.propertyNames() : "no object"));
    }
    Path folder = images.orElseGet(() -> Objects.requireNonNull(file.toAbsolutePath().getParent()));
    return CocoObjects.read(file, root, folder, templates);
  }

  /** What a shard's index says of a sample. */
  private record Sample(Map<String, TarArchiveEntry> members) {
    @Nullable TarArchiveEntry image() {
      for (String extension : ImageFiles.EXTENSIONS) {
        TarArchiveEntry image = members.get(extension);
        if (image != null) {
          return image;
        }
      }
      return null;
    }
  }

  private static List<Row> shard(Path shard, ObjectRecords records) {
    try (var tar = new TarFile(shard)) {
      var samples = new LinkedHashMap<String, Sample>();
      for (TarArchiveEntry entry : tar.getEntries()) {
        if (entry.isFile()) {
          add(entry, samples);
        }
      }
      if (samples.isEmpty()) {
        throw new IOException("no files were found in it");
      }
      var rows = new ArrayList<Row>();
      for (Map.Entry<String, Sample> sample : samples.entrySet()) {
        rows.add(row(shard, sample.getKey(), sample.getValue(), tar, records));
      }
      return rows;
    } catch (IOException e) {
      throw new DataException(
          "%s: expected a tar file that is not compressed, whose images can be read in any order: %s"
              .formatted(shard, IoReason.of(e)),
          e);
    }
  }

  private static void add(TarArchiveEntry entry, Map<String, Sample> samples) {
    String path = entry.getName();
    int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
    if (dot > 0) {
      samples
          .computeIfAbsent(path.substring(0, dot), _ -> new Sample(new LinkedHashMap<>()))
          .members()
          .put(path.substring(dot + 1).toLowerCase(Locale.ROOT), entry);
    }
  }

  private static Row row(Path shard, String key, Sample sample, TarFile tar, ObjectRecords records)
      throws IOException {
    String name = shard.getFileName() + "/" + key;
    TarArchiveEntry json = sample.members().get(SidecarText.JSON);
    TarArchiveEntry image = sample.image();
    if (json == null || image == null) {
      throw new DataException(
          "%s: expected an image and a .json member, found .%s"
              .formatted(name, String.join(", .", sample.members().keySet())));
    }
    JsonNode record = SidecarText.object(tar.getInputStream(json).readAllBytes());
    return new Row(
        name,
        new ImageBytes.OfTar(shard, image.getDataOffset(), Math.toIntExact(image.getSize())),
        records.read(name, record));
  }
}
