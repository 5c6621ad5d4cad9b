package dev.jclip.grounding.resolve;

import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.Measure;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The words of a language that an attribute is compared with: the other colours for "red".
 *
 * @param colours that can be told apart
 * @param materials that can be told apart
 * @param shapes that can be told apart
 * @param sizes words for sizes and what they compare: "large" is {@link Measure#LARGEST}
 */
public record Alternatives(
    List<String> colours, List<String> materials, List<String> shapes, Map<String, Measure> sizes) {
  /** English. */
  public static final Alternatives ENGLISH =
      new Alternatives(
          List.of(
              "red",
              "orange",
              "yellow",
              "green",
              "turquoise",
              "blue",
              "purple",
              "pink",
              "brown",
              "white",
              "grey",
              "black"),
          List.of(
              "wood",
              "metal",
              "plastic",
              "glass",
              "cardboard",
              "paper",
              "rubber",
              "leather",
              "stone",
              "ceramic",
              "fabric"),
          List.of("round", "square", "triangular", "rectangular", "flat"),
          Map.of(
              "large", Measure.LARGEST,
              "small", Measure.SMALLEST,
              "tall", Measure.TALLEST,
              "short", Measure.SHORTEST,
              "wide", Measure.WIDEST,
              "narrow", Measure.NARROWEST,
              "long", Measure.LONGEST,
              "thick", Measure.THICKEST,
              "thin", Measure.THINNEST));

  /** Copies the lists and the map. */
  public Alternatives {
    colours = List.copyOf(colours);
    materials = List.copyOf(materials);
    shapes = List.copyOf(shapes);
    sizes = Map.copyOf(sizes);
  }

  /**
   * An object's possible values of a kind, those that are asked for among them. Empty for kinds
   * whose values no list holds, and for sizes that have no opposite.
   */
  List<String> values(Attribute attribute) {
    List<String> known =
        switch (attribute.kind()) {
          case COLOUR -> colours;
          case MATERIAL -> materials;
          case SHAPE -> shapes;
          case SIZE -> opposite(attribute.values().getFirst());
          case OTHER -> List.of();
        };
    if (known.isEmpty()) {
      return List.of();
    }
    var shades = new HashSet<String>(); // "blue" does not speak against "dark blue"
    attribute.values().forEach(value -> shades.addAll(Arrays.asList(value.split(" "))));
    return Stream.concat(
            known.stream().filter(value -> !shades.contains(value)), attribute.values().stream())
        .sorted()
        .distinct()
        .toList();
  }

  private List<String> opposite(String size) {
    Measure measure = sizes.get(size);
    if (measure == null) {
      return List.of();
    }
    Measure other =
        switch (measure) {
          case LARGEST -> Measure.SMALLEST;
          case SMALLEST -> Measure.LARGEST;
          case TALLEST -> Measure.SHORTEST;
          case SHORTEST -> Measure.TALLEST;
          case WIDEST -> Measure.NARROWEST;
          case NARROWEST -> Measure.WIDEST;
          case LONGEST -> Measure.SHORTEST;
          case THICKEST -> Measure.THINNEST;
          case THINNEST -> Measure.THICKEST;
          default -> measure;
        };
    return sizes.entrySet().stream()
        .filter(entry -> entry.getValue() == other && other != measure)
        .map(Map.Entry::getKey)
        .toList();
  }
}
