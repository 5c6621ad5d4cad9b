package dev.jclip.data.detection;

import dev.jclip.detect.Box;
import dev.jclip.error.DataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Reads what records say of objects, and remembers which fields they have. For one thread.
 *
 * <p>A record is an object with {@code objects}, each with a {@code box} (left, top, width and
 * height in pixels) and either fields for the templates or {@code phrases} of its own. An object
 * without a box is hidden. {@code size}, the image's width and height, is optional.
 */
final class ObjectRecords {
  private final PhraseTemplates templates;
  private final Set<String> fields = new TreeSet<>();

  ObjectRecords(PhraseTemplates templates) {
    this.templates = templates;
  }

  /**
   * The sides of an image, where they are known before it is decoded.
   *
   * @param width pixels in a row
   * @param height rows
   */
  record Sides(double width, double height) {
    static Optional<Sides> of(JsonNode width, JsonNode height) {
      return width.isNumber() && height.isNumber()
          ? Optional.of(new Sides(width.doubleValue(), height.doubleValue()))
          : Optional.empty();
    }
  }

  /** The objects of a record. */
  ImageObjects read(String place, JsonNode record) {
    JsonNode objects = record.path("objects");
    if (!objects.isArray()) {
      throw new DataException(
          "%s: objects: expected a list of objects with boxes, found %s"
              .formatted(place, found(objects)));
    }
    Optional<Sides> sides = Sides.of(record.path("size").path(0), record.path("size").path(1));
    var named = new ArrayList<NamedBox>();
    for (int i = 0; i < objects.size(); i++) {
      JsonNode object = objects.get(i);
      String at = "%s: objects[%d]".formatted(place, i);
      if (object.has("box")) {
        named.add(new NamedBox(box(at + ".box", object.path("box"), sides), phrases(at, object)));
      }
    }
    return new ImageObjects(named, Set.of());
  }

  private List<String> phrases(String place, JsonNode object) {
    var phrases = new LinkedHashSet<String>();
    for (JsonNode phrase : object.path("phrases").values()) {
      phrases.add(phrase.asString().strip());
    }
    phrases.addAll(templates.phrases(fields(object)));
    if (phrases.isEmpty()) {
      throw new DataException(
          "%s: expected phrases, or the fields of a template (%s), found only %s"
              .formatted(place, String.join(", ", templates.templates()), object.propertyNames()));
    }
    return checked(place, phrases);
  }

  /** The phrases, none of which is empty. */
  static List<String> checked(String place, Set<String> phrases) {
    if (phrases.stream().anyMatch(String::isBlank)) {
      throw new DataException(
          place + ": expected phrases that name the object, found an empty one");
    }
    return phrases.stream().map(String::intern).toList();
  }

  private Map<String, String> fields(JsonNode object) {
    var values = new LinkedHashMap<String, String>();
    object
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isString() || field.getValue().isNumber()) {
                values.put(field.getKey(), field.getValue().asString());
              }
            });
    fields.addAll(values.keySet());
    return values;
  }

  /** Left, top, width and height in pixels. */
  static Box box(String place, JsonNode numbers, Optional<Sides> sides) {
    boolean isBox =
        numbers.isArray()
            && numbers.size() == 4
            && numbers.valueStream().allMatch(JsonNode::isNumber);
    if (!isBox) {
      throw new DataException(
          "%s: expected left, top, width and height in pixels, found %s"
              .formatted(place, found(numbers)));
    }
    double left = numbers.get(0).doubleValue();
    double top = numbers.get(1).doubleValue();
    double width = numbers.get(2).doubleValue();
    double height = numbers.get(3).doubleValue();
    if (!(width > 0 && height > 0)) {
      throw new DataException(
          "%s: expected a width and a height above 0, found %s".formatted(place, numbers));
    }
    requireInside(place, numbers, new Box(left, top, left + width, top + height), sides);
    return new Box(left, top, left + width, top + height);
  }

  /** A pixel of tolerance, since some sets count the pixels on the border twice. */
  private static void requireInside(
      String place, JsonNode numbers, Box box, Optional<Sides> sides) {
    boolean isOutside =
        box.left() < -1
            || box.top() < -1
            || sides
                .filter(
                    image -> box.right() > image.width() + 1 || box.bottom() > image.height() + 1)
                .isPresent();
    if (isOutside) {
      throw new DataException(
          "%s: expected a box within the image%s, found %s; are these corners instead of left, top, width and height?"
              .formatted(
                  place,
                  sides
                      .map(image -> " of %.0fx%.0f pixels".formatted(image.width(), image.height()))
                      .orElse(""),
                  numbers));
    }
  }

  private static String found(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }

  /**
   * Requires that templates name fields that there are.
   *
   * @throws DataException if a template that was asked for has a field that no object has
   */
  void requireKnownFields(String set) {
    if (templates.equals(PhraseTemplates.DEFAULT)) {
      return;
    }
    for (String field : templates.fields()) {
      if (!fields.contains(field)) {
        throw new DataException(
            "%s: phrases: expected fields that objects have (%s), found {%s}"
                .formatted(set, String.join(", ", fields), field));
      }
    }
  }
}
