package dev.jclip.data.detection;

import dev.jclip.data.detection.DetectionSet.Row;
import dev.jclip.data.detection.ObjectRecords.Sides;
import dev.jclip.error.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * COCO's form of boxes: lists of images, annotations and categories, whose names are the phrases.
 * What a crowd's box is around is not to be found, but may be there.
 */
final class CocoObjects {
  private final Path file;
  private final PhraseTemplates templates;
  private final Map<String, Image> images = new LinkedHashMap<>();

  /** An image, as its annotations are gathered. */
  private record Image(
      String fileName, Optional<Sides> sides, List<NamedBox> objects, Set<String> unsure) {}

  private CocoObjects(Path file, PhraseTemplates templates) {
    this.file = file;
    this.templates = templates;
  }

  static boolean isCoco(JsonNode root) {
    return root.path("images").isArray()
        && root.path("annotations").isArray()
        && root.path("categories").isArray();
  }

  static List<Row> read(Path file, JsonNode root, Path folder, PhraseTemplates templates) {
    var read = new CocoObjects(file, templates);
    root.path("images").values().forEach(read::addImage);
    Map<String, String> categories = read.categories(root.path("categories"));
    JsonNode annotations = root.path("annotations");
    for (int i = 0; i < annotations.size(); i++) {
      read.add("%s: annotations[%d]".formatted(file, i), annotations.get(i), categories);
    }
    return read.images.values().stream()
        .map(
            image ->
                new Row(
                    image.fileName(),
                    new ImageBytes.OfFile(image.fileName(), folder),
                    new ImageObjects(image.objects(), image.unsure())))
        .toList();
  }

  private void addImage(JsonNode image) {
    String name = image.path("file_name").asString("");
    if (name.isEmpty()) {
      throw new DataException(file + ": images: expected a file_name for each, found " + image);
    }
    images.put(
        image.path("id").asString(""),
        new Image(
            name,
            Sides.of(image.path("width"), image.path("height")),
            new ArrayList<>(),
            new HashSet<>()));
  }

  private Map<String, String> categories(JsonNode list) {
    var names = new HashMap<String, String>();
    for (JsonNode category : list.values()) {
      names.put(category.path("id").asString(""), category.path("name").asString("").strip());
    }
    return names;
  }

  private void add(String place, JsonNode annotation, Map<String, String> categories) {
    Image image = images.get(annotation.path("image_id").asString(""));
    String category = categories.get(annotation.path("category_id").asString(""));
    if (image == null || category == null) {
      throw new DataException(
          "%s: expected the image_id of an image and the category_id of a category in the same file, found %s and %s"
              .formatted(place, annotation.path("image_id"), annotation.path("category_id")));
    }
    List<String> phrases = phrases(place, category);
    if (annotation.path("iscrowd").asInt(0) != 0) {
      image.unsure().addAll(phrases);
    } else {
      image
          .objects()
          .add(
              new NamedBox(
                  ObjectRecords.box(place + ".bbox", annotation.path("bbox"), image.sides()),
                  phrases));
    }
  }

  private List<String> phrases(String place, String category) {
    Set<String> phrases = templates.phrases(Map.of("category", category));
    if (phrases.isEmpty()) {
      throw new DataException(
          "%s: expected templates with {category} alone, which is all that COCO's form says of an object, found %s"
              .formatted(place, String.join(", ", templates.templates())));
    }
    return ObjectRecords.checked(place + ": category " + category, new LinkedHashSet<>(phrases));
  }
}
