package dev.jclip.grounding.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an object, or several, are described: "the second red mug from the left that is not on a
 * book". An object fits if its category fits, it has all attributes and relations, and it is none
 * of those excepted. Rankings then order the objects that fit, and the quantity says how many are
 * meant.
 *
 * @param category what it is, in the singular: "mug", "coffee mug". Empty for any object ("thing")
 *     and where the reference says it
 * @param reference what a pronoun refers to; empty where there is none
 * @param quantity how many of those that fit
 * @param attributes what they look like
 * @param rankings their place in an order
 * @param relations where they are
 * @param except objects that are not meant: "not the blue one", "other than the mug"
 */
public record ObjectDescription(
    Optional<String> category,
    Optional<Reference> reference,
    Quantity quantity,
    List<Attribute> attributes,
    List<Ranking> rankings,
    List<Relation> relations,
    List<ObjectDescription> except) {
  /** Copies the lists. */
  public ObjectDescription {
    attributes = List.copyOf(attributes);
    rankings = List.copyOf(rankings);
    relations = List.copyOf(relations);
    except = List.copyOf(except);
  }

  /** The one object of a category. */
  public static ObjectDescription the(String category) {
    return builder().category(category).build();
  }

  /** What a pronoun refers to, and no more. */
  public static ObjectDescription of(Reference reference) {
    return builder().reference(reference).build();
  }

  /** Starts a description of the one object of any category. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a description with all that this one has. */
  public Builder toBuilder() {
    var builder = new Builder();
    builder.category = category;
    builder.reference = reference;
    builder.quantity = quantity;
    builder.attributes.addAll(attributes);
    builder.rankings.addAll(rankings);
    builder.relations.addAll(relations);
    builder.except.addAll(except);
    return builder;
  }

  /** Builds a description. Not thread-safe. */
  public static final class Builder {
    private Optional<String> category = Optional.empty();
    private Optional<Reference> reference = Optional.empty();
    private Quantity quantity = Quantity.THE;
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<Ranking> rankings = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private final List<ObjectDescription> except = new ArrayList<>();

    private Builder() {}

    /** Sets the category, in the singular. */
    public Builder category(String noun) {
      category = Optional.of(noun);
      return this;
    }

    /** Sets what a pronoun refers to. */
    public Builder reference(Reference to) {
      reference = Optional.of(to);
      return this;
    }

    /** Forgets what a pronoun refers to, once the dialogue has resolved it. */
    public Builder withoutReference() {
      reference = Optional.empty();
      return this;
    }

    /** Sets how many are meant. */
    public Builder quantity(Quantity many) {
      quantity = many;
      return this;
    }

    /** Adds an attribute. */
    public Builder attribute(Attribute attribute) {
      attributes.add(attribute);
      return this;
    }

    /** Adds a place in an order. */
    public Builder ranking(Ranking ranking) {
      rankings.add(ranking);
      return this;
    }

    /** Adds a relation. */
    public Builder relation(Relation relation) {
      relations.add(relation);
      return this;
    }

    /** Adds an object that is not meant. */
    public Builder except(ObjectDescription other) {
      except.add(other);
      return this;
    }

    /** The description. */
    public ObjectDescription build() {
      return new ObjectDescription(
          category, reference, quantity, attributes, rankings, relations, except);
    }
  }
}
