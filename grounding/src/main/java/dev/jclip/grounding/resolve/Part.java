package dev.jclip.grounding.resolve;

import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Ranking;
import dev.jclip.grounding.command.Reference;
import dev.jclip.grounding.command.Relation;

/** A part of a description, which speaks for an object or against it. */
public sealed interface Part {
  /** What it is: "mug". */
  record Category(String noun) implements Part {}

  /** What it looks like: "red". */
  record Looks(Attribute attribute) implements Part {}

  /** Where it is: "on the book". */
  record Stands(Relation relation) implements Part {}

  /** Its place in an order: "the largest". */
  record Ranks(Ranking ranking) implements Part {}

  /** What it is not: "not the blue one". */
  record IsNot(ObjectDescription other) implements Part {}

  /** What was spoken of before: "it". */
  record SpokenOf(Reference reference) implements Part {}
}
