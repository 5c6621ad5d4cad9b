package dev.jclip.moderation.policy;

import dev.jclip.io.NearestNames;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of a YAML file, whose values are read by key. Each error names the file, line and
 * column. For one thread.
 */
final class YamlMapping {
  private final YamlSource source;
  private final String what;
  private final Node node;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

  private YamlMapping(YamlSource source, String what, MappingNode node) {
    this.source = source;
    this.what = what;
    this.node = node;
    for (NodeTuple entry : node.getValue()) {
      String key = key(entry.getKeyNode());
      NodeTuple before = entries.put(key, entry);
      if (before != null) {
        throw source.error(
            entry.getKeyNode(),
            "%s: expected each key once, found '%s' before, at %s"
                .formatted(what, key, source.place(before.getKeyNode())));
      }
    }
  }

  /**
   * The mapping that a node is.
   *
   * @param what names it in messages
   */
  static YamlMapping of(YamlSource source, String what, Node node) {
    if (node instanceof MappingNode mapping) {
      return new YamlMapping(source, what, mapping);
    }
    throw source.error(
        node, "%s: expected a mapping (key: value), found %s".formatted(what, describe(node)));
  }

  private String key(Node key) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw source.error(key, "%s: expected a word as key, found %s".formatted(what, describe(key)));
  }

  /** Refuses keys that are not among the known ones. */
  YamlMapping allowing(Set<String> known) {
    entries.forEach(
        (key, entry) -> {
          if (!known.contains(key)) {
            throw source.error(
                entry.getKeyNode(),
                "%s: unknown key '%s'; the keys are %s"
                    .formatted(what, key, NearestNames.list(key, known)));
          }
        });
    return this;
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The keys, in order. */
  Set<String> keys() {
    return entries.keySet();
  }

  /** An error at this mapping. */
  PolicyException error(String message) {
    return source.error(node, what + ": " + message);
  }

  /** An error at a key's value. */
  PolicyException error(String key, String message) {
    NodeTuple entry = entries.get(key);
    return source.error(
        entry == null ? node : entry.getValueNode(), "%s: %s".formatted(name(key), message));
  }

  private String name(String key) {
    return what + ": " + key;
  }

  private Optional<Node> value(String key) {
    return Optional.ofNullable(entries.get(key)).map(NodeTuple::getValueNode);
  }

  /** A text that is not blank. */
  Optional<String> text(String key) {
    return value(key).map(found -> text(key, found));
  }

  private String text(String key, Node found) {
    if (found instanceof ScalarNode scalar
        && !scalar.getTag().equals(Tag.NULL)
        && !scalar.getValue().isBlank()) {
      return scalar.getValue().strip();
    }
    throw source.error(
        found, "%s: expected a text, found %s".formatted(name(key), describe(found)));
  }

  /** A number. */
  Optional<Double> number(String key) {
    return value(key)
        .map(
            found -> {
              if (found instanceof ScalarNode scalar
                  && scalar.isPlain()
                  && (scalar.getTag().equals(Tag.FLOAT) || scalar.getTag().equals(Tag.INT))) {
                try {
                  double number = Double.parseDouble(scalar.getValue());
                  if (Double.isFinite(number)) {
                    return number;
                  }
                } catch (NumberFormatException _) {
                  // .inf, .nan and 0x1F are numbers in YAML, and none that a policy has
                }
              }
              throw source.error(
                  found, "%s: expected a number, found %s".formatted(name(key), describe(found)));
            });
  }

  /** One of the constants, in lower case. */
  <E extends Enum<E>> Optional<E> constant(String key, Class<E> type) {
    Map<String, E> constants =
        Stream.of(type.getEnumConstants())
            .collect(
                Collectors.toMap(
                    constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    Function.identity(),
                    (a, _) -> a,
                    LinkedHashMap::new));
    return text(key)
        .map(
            name -> {
              E constant = constants.get(name);
              if (constant == null) {
                throw error(
                    key,
                    "expected one of %s, found '%s'"
                        .formatted(String.join(", ", constants.keySet()), name));
              }
              return constant;
            });
  }

  /** A list of texts, each of which stands there once; empty where the key is not there. */
  List<String> texts(String key) {
    var texts = new ArrayList<String>();
    for (Node item : items(key)) {
      String text = text(key, item);
      if (texts.contains(text)) {
        throw source.error(
            item, "%s: expected each text once, found \"%s\" twice".formatted(name(key), text));
      }
      texts.add(text);
    }
    return texts;
  }

  /** A list of files that are there, each once; empty where the key is not there. */
  List<Path> files(String key, Function<String, Path> toFile) {
    var files = new ArrayList<Path>();
    List<String> names = texts(key);
    List<Node> items = items(key);
    for (int i = 0; i < names.size(); i++) {
      try {
        Path file = toFile.apply(names.get(i));
        if (!Files.isRegularFile(file)) {
          throw source.error(items.get(i), "%s: %s: no such file".formatted(name(key), file));
        }
        files.add(file);
      } catch (InvalidPathException e) {
        throw source.error(
            items.get(i),
            "%s: expected the name of a file, found '%s'".formatted(name(key), names.get(i)));
      }
    }
    return files;
  }

  /** A list of mappings; empty where the key is not there. */
  List<YamlMapping> mappings(String key, String itemName) {
    var mappings = new ArrayList<YamlMapping>();
    for (Node item : items(key)) {
      mappings.add(of(source, "%s: %s %d".formatted(what, itemName, mappings.size() + 1), item));
    }
    return mappings;
  }

  private List<Node> items(String key) {
    Optional<Node> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    Node found = value.get();
    if (found instanceof SequenceNode sequence) {
      if (sequence.getValue().isEmpty()) {
        throw source.error(
            found, name(key) + ": expected one or more, found an empty list; leave the key out");
      }
      return sequence.getValue();
    }
    throw source.error(
        found, "%s: expected a list, found %s".formatted(name(key), describe(found)));
  }

  /** The mapping at a key. */
  Optional<YamlMapping> mapping(String key, String itsName) {
    return value(key).map(found -> of(source, itsName, found));
  }

  private static String describe(Node found) {
    return switch (found) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank() ->
          "nothing";
      case ScalarNode scalar -> "'%s'".formatted(shortened(scalar.getValue()));
      default -> "something else";
    };
  }

  private static String shortened(String text) {
    int most = 60;
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }
}
