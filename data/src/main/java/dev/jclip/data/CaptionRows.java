package dev.jclip.data;

import dev.jclip.data.file.JsonRecords;
import dev.jclip.data.file.NearestNames;
import dev.jclip.data.file.TableFile;
import dev.jclip.error.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Captions by the path of their picture, in order of first appearance. */
final class CaptionRows {
  private static final String IMAGES = "images";
  private static final String ANNOTATIONS = "annotations";

  private final Path file;
  private final CaptionedOptions options;
  private final Map<String, List<String>> captions = new LinkedHashMap<>();
  private final Map<String, String> pathById = new LinkedHashMap<>();
  private final Map<String, List<String>> captionsById = new LinkedHashMap<>();
  private boolean hasSplits;
  private final Set<String> otherSplits = new LinkedHashSet<>();

  private CaptionRows(Path file, CaptionedOptions options) {
    this.file = file;
    this.options = options;
  }

  static Map<String, List<String>> ofTable(Path file, CaptionedOptions options) {
    var rows = new CaptionRows(file, options);
    TableFile.read(
        file,
        TableFile.column(options.imageColumn(), TableFile.IMAGE),
        TableFile.column(options.caption(), TableFile.CAPTION),
        (image, caption) -> rows.add(image, List.of(caption)));
    return rows.captions;
  }

  /** Lists of records, JSON lines, COCO's captions, and Karpathy's splits. */
  static Map<String, List<String>> ofJson(Path file, CaptionedOptions options) {
    var rows = new CaptionRows(file, options);
    JsonRecords.read(file, (section, key, node) -> rows.record(section, key, node));
    return rows.finish();
  }

  private void add(String image, List<String> more) {
    List<String> all = captions.computeIfAbsent(image, _ -> new ArrayList<>());
    more.stream().map(String::strip).filter(text -> !text.isEmpty()).forEach(all::add);
  }

  private void record(String section, String key, JsonNode node) {
    var fields = new JsonFields(file, key, node);
    if (section.equals(ANNOTATIONS)) {
      captionsById
          .computeIfAbsent(fields.text(List.of("image_id")), _ -> new ArrayList<>())
          .add(fields.text(List.of("caption")));
    } else if (node.has("sentences")) {
      karpathy(fields);
    } else if (section.equals(IMAGES) && node.has("id")) {
      pathById.put(fields.text(List.of("id")), fields.text(JsonFields.IMAGE));
    } else {
      plain(fields);
    }
  }

  private void plain(JsonFields fields) {
    String image = fields.text(TableFile.column(options.imageColumn(), JsonFields.IMAGE));
    List<String> texts = new ArrayList<>();
    if (options.caption() != null) {
      texts.addAll(fields.texts(options.caption()));
    } else {
      TableFile.CAPTION.forEach(
          name -> texts.addAll(texts.isEmpty() ? fields.texts(name) : List.of()));
      texts.addAll(fields.texts("captions"));
    }
    if (texts.isEmpty()) {
      throw fields.missing(options.caption() == null ? "caption or captions" : options.caption());
    }
    add(image, texts);
  }

  private void karpathy(JsonFields fields) {
    String split = fields.optional(List.of("split"));
    if (split != null && !split.equals(options.split())) {
      otherSplits.add(split);
      return;
    }
    hasSplits |= split != null;
    String folder = fields.optional(List.of("filepath"));
    String name = fields.text(List.of("filename"));
    var texts = new ArrayList<String>();
    for (JsonNode sentence : fields.node().path("sentences").values()) {
      texts.add(new JsonFields(file, fields.key(), sentence).text(List.of("raw")));
    }
    add(folder == null ? name : folder + "/" + name, texts);
  }

  private Map<String, List<String>> finish() {
    pathById.forEach((id, path) -> add(path, captionsById.getOrDefault(id, List.of())));
    @Nullable String stray =
        captionsById.keySet().stream()
            .filter(id -> !pathById.containsKey(id))
            .findFirst()
            .orElse(null);
    if (stray != null) {
      throw new DataException(
          "%s: annotations: image_id %s is not the id of any of the images".formatted(file, stray));
    }
    if (captions.isEmpty() && !otherSplits.isEmpty()) {
      throw new DataException(
          "%s: expected the split %s, found %s"
              .formatted(file, options.split(), NearestNames.list(options.split(), otherSplits)));
    }
    if (!hasSplits) {
      DataNames.requireNoSplit(file.toString(), options.split(), options.splitRequired());
    }
    return captions;
  }
}
