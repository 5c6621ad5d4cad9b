package dev.jclip.eval.task;

import dev.jclip.data.DescribedSet.Description;
import dev.jclip.error.DataException;
import dev.jclip.eval.metric.caption.Statement;
import dev.jclip.eval.metric.caption.Statement.Relation;
import dev.jclip.eval.metric.caption.Statement.Thing;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a data set's records that say what is in the images.
 *
 * @param objects holds a name, or a list of names, or of JSON objects that have a name ("name",
 *     "label", "category" or "shape") and, if it is known, a colour ("colour" or "color")
 * @param relations holds a list of JSON objects that have "subject" and "object", two places in the
 *     former list from 0 on, and "relation"
 * @param colour holds the colour of all objects that have none of their own
 */
public record KnownFields(String objects, String relations, String colour) {
  private static final List<String> NAME = List.of("name", "label", "category", "shape");
  private static final List<String> COLOUR = List.of("colour", "color");

  /** The fields' names. */
  public Set<String> names() {
    return Stream.of(objects, relations, colour).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What is known of an image; empty if its record has no objects.
   *
   * @param key the image, for messages
   * @throws DataException if a field holds something else
   */
  Optional<Statement> read(String key, Description description) {
    JsonNode things = description.fields().get(objects);
    if (things == null) {
      return Optional.empty();
    }
    Optional<String> ofAll =
        Optional.ofNullable(description.fields().get(colour))
            .filter(JsonNode::isString)
            .map(node -> lowerCase(node.asString()));
    List<Thing> known =
        (things.isString() ? List.of(things) : list(key, objects, things))
            .stream().map(node -> thing(key, node, ofAll)).toList();
    JsonNode places = description.fields().get(relations);
    return Optional.of(
        new Statement(
            known,
            places == null
                ? List.of()
                : list(key, relations, places).stream()
                    .map(node -> relation(key, node, known.size()))
                    .toList()));
  }

  private static List<JsonNode> list(String key, String field, JsonNode node) {
    if (!node.isArray()) {
      throw new DataException(
          "%s: %s: expected a list, found %s".formatted(key, field, node.getNodeType()));
    }
    return List.copyOf(node.values());
  }

  private Thing thing(String key, JsonNode node, Optional<String> colourOfAll) {
    if (node.isString()) {
      return new Thing(lowerCase(node.asString()), colourOfAll);
    }
    return new Thing(
        text(node, NAME)
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: %s: expected names, or objects with one of %s, found %s"
                            .formatted(key, objects, String.join(", ", NAME), shortened(node)))),
        text(node, COLOUR).or(() -> colourOfAll));
  }

  private Relation relation(String key, JsonNode node, int things) {
    int subject = node.path("subject").asInt(-1);
    int object = node.path("object").asInt(-1);
    Optional<String> name = text(node, List.of("relation"));
    if (name.isEmpty() || Math.min(subject, object) < 0 || Math.max(subject, object) >= things) {
      throw new DataException(
          "%s: %s: expected objects with a relation, and with a subject and an object from 0 to %d, found %s"
              .formatted(key, relations, things - 1, shortened(node)));
    }
    return new Relation(subject, name.get(), object);
  }

  private static Optional<String> text(JsonNode node, List<String> names) {
    return names.stream()
        .map(node::get)
        .filter(value -> value != null && value.isString())
        .map(value -> lowerCase(value.asString()))
        .findFirst();
  }

  private static String lowerCase(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  private static String shortened(JsonNode node) {
    String text = node.toString();
    return text.length() > 80 ? text.substring(0, 79) + "…" : text;
  }
}
