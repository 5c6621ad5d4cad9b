package dev.jclip.grounding.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing to do.
 *
 * @param verb what to do
 * @param objects with what; empty only where a motion says all, as in "look left"
 * @param destination where to: "on the book". Of {@link Verb#BRING} also the person: to {@link
 *     Reference#SPEAKER}
 * @param motion in which direction, where that is said instead of a destination
 * @param measure by what {@link Verb#COMPARE} compares; without one by all that can be seen
 * @param event what {@link Verb#WAIT_FOR} waits for; without one that the object appears
 * @param manner how to do it
 */
public record Step(
    Verb verb,
    List<ObjectDescription> objects,
    Optional<Relation> destination,
    Optional<Motion> motion,
    Optional<Measure> measure,
    Optional<Event> event,
    List<Manner> manner) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is neither an object nor a motion, or the destination
   *     is negated
   */
  public Step {
    Objects.requireNonNull(verb, "verb: expected a verb, found none");
    objects = List.copyOf(objects);
    manner = List.copyOf(manner);
    if (objects.isEmpty() && motion.isEmpty()) {
      throw new IllegalArgumentException(verb + ": expected one object or more, found none");
    }
    if (destination.filter(Relation::negated).isPresent()) {
      throw new IllegalArgumentException(verb + ": destination: expected one that is not negated");
    }
  }

  /** A change that is waited for. */
  public enum Event {
    /** The object can be seen. */
    APPEARS,
    /** The object can be seen no more. */
    DISAPPEARS;

    @Override
    public String toString() {
      return Names.of(this);
    }
  }

  /** How something is to be done. */
  public enum Manner {
    CAREFULLY,
    SLOWLY,
    QUICKLY;

    @Override
    public String toString() {
      return Names.of(this);
    }
  }

  /** Starts a step. */
  public static Builder builder(Verb verb) {
    return new Builder(verb);
  }

  /** Starts a step with all that this one has. */
  public Builder toBuilder() {
    var builder = new Builder(verb);
    builder.objects.addAll(objects);
    builder.destination = destination;
    builder.motion = motion;
    builder.measure = measure;
    builder.event = event;
    builder.manner.addAll(manner);
    return builder;
  }

  /** Builds a step. Not thread-safe. */
  public static final class Builder {
    private final Verb verb;
    private final List<ObjectDescription> objects = new ArrayList<>();
    private final List<Manner> manner = new ArrayList<>();
    private Optional<Relation> destination = Optional.empty();
    private Optional<Motion> motion = Optional.empty();
    private Optional<Measure> measure = Optional.empty();
    private Optional<Event> event = Optional.empty();

    private Builder(Verb verb) {
      this.verb = verb;
    }

    /** Adds an object. */
    public Builder object(ObjectDescription object) {
      objects.add(object);
      return this;
    }

    /** Takes these objects in place of those that were added. */
    public Builder objects(List<ObjectDescription> all) {
      objects.clear();
      objects.addAll(all);
      return this;
    }

    /** Sets where to. */
    public Builder destination(Relation to) {
      destination = Optional.of(to);
      return this;
    }

    /** Sets the direction. */
    public Builder motion(Motion by) {
      motion = Optional.of(by);
      return this;
    }

    /** Sets by what objects are compared. */
    public Builder measure(Measure by) {
      measure = Optional.of(by);
      return this;
    }

    /** Sets what is waited for. */
    public Builder event(Event awaited) {
      event = Optional.of(awaited);
      return this;
    }

    /** Adds how to do it. */
    public Builder manner(Manner how) {
      manner.add(how);
      return this;
    }

    /**
     * The step.
     *
     * @throws IllegalArgumentException if there is neither an object nor a motion, or the
     *     destination is negated
     */
    public Step build() {
      return new Step(verb, objects, destination, motion, measure, event, manner);
    }
  }
}
