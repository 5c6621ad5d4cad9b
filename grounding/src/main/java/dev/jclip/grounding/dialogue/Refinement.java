package dev.jclip.grounding.dialogue;

import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Relation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Descriptions that become others by what is said later. */
final class Refinement {
  private Refinement() {}

  /** A place that is said alone, as the description of an object: "the one on the left". */
  static ObjectDescription at(Relation place) {
    return ObjectDescription.builder().relation(place).build();
  }

  /** What was said first and what was said then, together: "the mug" and "the left one". */
  static ObjectDescription narrowed(ObjectDescription first, ObjectDescription then) {
    ObjectDescription.Builder both = base(first, then, first.category());
    first.attributes().forEach(both::attribute);
    then.attributes().stream()
        .filter(attribute -> !first.attributes().contains(attribute))
        .forEach(both::attribute);
    first.rankings().forEach(both::ranking);
    then.rankings().forEach(both::ranking);
    first.relations().forEach(both::relation);
    then.relations().forEach(both::relation);
    return both.build();
  }

  /**
   * What was said first, corrected by what was said then: "the red mug" and "the blue one".
   * Attributes replace those of their kind, places all places before; another noun replaces all.
   *
   * @param noun what the first was, if it was a pronoun
   */
  static ObjectDescription corrected(
      ObjectDescription first, ObjectDescription then, Optional<String> noun) {
    Optional<String> called = first.category().or(() -> noun);
    if (then.category().isPresent() && !then.category().equals(called)) {
      return then;
    }
    ObjectDescription.Builder corrected = base(first, then, called);
    Set<Attribute.Kind> kinds =
        Stream.concat(Stream.of(then), then.except().stream())
            .flatMap(said -> said.attributes().stream())
            .map(Attribute::kind)
            .collect(Collectors.toSet());
    first.attributes().stream()
        .filter(attribute -> !kinds.contains(attribute.kind()))
        .forEach(corrected::attribute);
    then.attributes().forEach(corrected::attribute);
    ObjectDescription places =
        then.relations().isEmpty() && then.rankings().isEmpty() ? first : then;
    places.rankings().forEach(corrected::ranking);
    places.relations().forEach(corrected::relation);
    return corrected.build();
  }

  private static ObjectDescription.Builder base(
      ObjectDescription first, ObjectDescription then, Optional<String> noun) {
    ObjectDescription.Builder both = ObjectDescription.builder().quantity(then.quantity());
    then.category().or(() -> noun).ifPresent(both::category);
    List.of(first, then).forEach(said -> said.except().forEach(both::except));
    return both;
  }
}
