package dev.jclip.grounding.command;

import dev.jclip.grounding.command.Understanding.Reason;
import dev.jclip.grounding.command.grammar.Grammar;
import dev.jclip.grounding.command.grammar.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a structure of labelled slots. The labels, and the values of those in capitals' place, are
 * what a grammar's rules have to give:
 *
 * <ul>
 *   <li>utterance: {@code kind} (instruction, answer, correction), {@code step}, {@code reply},
 *       {@code object}, {@code place}
 *   <li>step: {@code verb}, {@code object}, {@code destination}, {@code direction}, {@code length}
 *       with {@code unit} (in metres), {@code slightly}, {@code measure}, {@code event}, {@code
 *       manner}, {@code fault} (a {@link Reason})
 *   <li>object: {@code category}, {@code reference}, {@code choice}, {@code number}, {@code
 *       colour}, {@code size}, {@code material}, {@code shape}, {@code other}, {@code both}
 *       (attributes that do not contradict each other), {@code either}, {@code not}, {@code
 *       ranking}, {@code ordinal} with {@code from}, {@code relation}, {@code except}, {@code each}
 *       (traits of which each makes an object of its own)
 *   <li>ranking: {@code measure}, {@code rank}, {@code to}
 *   <li>relation, destination and place: {@code is} (a {@link Relation.Kind}), {@code object},
 *       {@code negated}
 * </ul>
 */
final class StructureReader {
  /** Labels of attributes that stand side by side and do not contradict each other. */
  private static final Set<String> ALTERNATIVES = Set.of("both", "either", "each", "not");

  private final Grammar grammar;

  /** A structure, or why there is none. */
  record Reading(Optional<Utterance> utterance, Optional<Fault> fault) {}

  /** What is wrong with a part. */
  record Fault(Reason reason, Slot part) {}

  StructureReader(Grammar grammar) {
    this.grammar = grammar;
  }

  /** The structure; neither a structure nor a fault if the slots make no sense together. */
  Reading read(Slot slots) {
    Optional<Fault> fault = fault(slots);
    if (fault.isPresent()) {
      return new Reading(Optional.empty(), fault);
    }
    try {
      return new Reading(Optional.of(utterance(slots)), Optional.empty());
    } catch (IllegalArgumentException e) {
      return new Reading(Optional.empty(), Optional.empty());
    }
  }

  private Optional<Fault> fault(Slot slot) {
    Optional<Slot> told = slot.first("fault");
    if (told.isPresent()) {
      return Optional.of(new Fault(constant(Reason.class, told.get()), slot));
    }
    if (contradicts(slot) || placesContradict(slot)) {
      return Optional.of(new Fault(Reason.CONTRADICTION, slot));
    }
    return slot.slots().stream().flatMap(part -> fault(part).stream()).findFirst();
  }

  /** Whether two attributes side by side exclude each other, or one is negated elsewhere. */
  private boolean contradicts(Slot object) {
    List<Slot> attributes = object.slots().stream().filter(slot -> kind(slot).isPresent()).toList();
    List<Slot> negated = object.all("not").stream().flatMap(not -> not.slots().stream()).toList();
    boolean alternative = ALTERNATIVES.contains(object.label());
    return attributes.stream()
        .anyMatch(
            one ->
                attributes.stream()
                        .anyMatch(
                            other ->
                                !alternative
                                    && one.label().equals(other.label())
                                    && grammar.areExclusive(one.label(), one.text(), other.text()))
                    || negated.stream()
                        .anyMatch(
                            other ->
                                one.label().equals(other.label())
                                    && one.text().equals(other.text())));
  }

  /** Whether an object is to be leftmost and rightmost, or on the left and on the right. */
  private boolean placesContradict(Slot object) {
    List<String> places =
        Stream.concat(
                object.all("ranking").stream()
                    .flatMap(ranking -> ranking.first("measure").stream()),
                object.all("relation").stream()
                    .filter(relation -> relation.first("negated").isEmpty())
                    .flatMap(relation -> relation.first("is").stream()))
            .map(Slot::text)
            .toList();
    return places.stream()
        .anyMatch(
            one -> places.stream().anyMatch(other -> grammar.areExclusive("place", one, other)));
  }

  private Utterance utterance(Slot slot) {
    List<Step> steps = slot.all("step").stream().map(this::step).toList();
    List<ObjectDescription> objects = objects(slot);
    Optional<Relation> place = slot.first("place").map(this::relation);
    return switch (text(slot, "kind")) {
      case "instruction" -> new Instruction(steps);
      case "answer" ->
          new Answer(
              constant(Answer.Reply.class, slot.first("reply").orElseThrow(this::nonsense)),
              objects,
              place);
      case "correction" -> new Correction(objects, place, steps);
      default -> throw nonsense();
    };
  }

  private Step step(Slot slot) {
    Verb verb = constant(Verb.class, slot.first("verb").orElseThrow(this::nonsense));
    return new Step(
        verb,
        objects(slot),
        slot.first("destination").map(this::relation),
        slot.first("direction").map(direction -> motion(direction, slot)),
        slot.first("measure").map(measure -> constant(Measure.class, measure)),
        slot.first("event").map(event -> constant(Step.Event.class, event)),
        slot.all("manner").stream().map(how -> constant(Step.Manner.class, how)).toList());
  }

  private Motion motion(Slot direction, Slot step) {
    OptionalDouble metres =
        step.first("length").isPresent()
            ? OptionalDouble.of(
                // Whole millionths, so that 10 times 0.01 is 0.1.
                Math.round(
                        Double.parseDouble(text(step, "length"))
                            * Double.parseDouble(text(step, "unit"))
                            * 1e6)
                    / 1e6)
            : OptionalDouble.empty();
    return new Motion(
        constant(Motion.Direction.class, direction), metres, step.first("slightly").isPresent());
  }

  private List<ObjectDescription> objects(Slot slot) {
    return slot.all("object").stream()
        .flatMap(object -> apart(object).stream())
        .map(this::object)
        .toList();
  }

  /** "The red and the blue cube": for each of the traits an object that has this one. */
  private static List<Slot> apart(Slot object) {
    Optional<Slot> each = object.first("each");
    if (each.isEmpty()) {
      return List.of(object);
    }
    return each.get().slots().stream().map(trait -> with(object, trait)).toList();
  }

  private static Slot with(Slot object, Slot trait) {
    List<Slot> slots =
        object.slots().stream().map(slot -> slot.label().equals("each") ? trait : slot).toList();
    return new Slot(object.label(), "", slots, object.from(), object.to());
  }

  private ObjectDescription object(Slot slot) {
    return new ObjectDescription(
        slot.first("category").map(Slot::text),
        slot.first("reference").map(reference -> constant(Reference.class, reference)),
        quantity(slot),
        attributes(slot),
        rankings(slot),
        slot.all("relation").stream().map(this::relation).toList(),
        slot.all("except").stream().map(this::object).toList());
  }

  private Quantity quantity(Slot slot) {
    Quantity.Choice choice =
        constant(Quantity.Choice.class, slot.first("choice").orElseThrow(this::nonsense));
    return new Quantity(
        choice,
        slot.first("number")
            .map(number -> OptionalInt.of(Integer.parseInt(number.text())))
            .orElseGet(OptionalInt::empty));
  }

  private List<Attribute> attributes(Slot object) {
    var attributes = new ArrayList<Attribute>();
    for (Slot slot : object.slots()) {
      switch (slot.label()) {
        case "both" -> attributes.addAll(attributes(slot));
        case "either" -> {
          Slot first = slot.slots().getFirst();
          attributes.add(
              new Attribute(
                  kind(first).orElseThrow(this::nonsense),
                  slot.slots().stream().map(Slot::text).toList(),
                  false));
        }
        case "not" ->
            attributes(slot)
                .forEach(
                    attribute ->
                        attributes.add(new Attribute(attribute.kind(), attribute.values(), true)));
        default -> kind(slot).ifPresent(kind -> attributes.add(Attribute.of(kind, slot.text())));
      }
    }
    return attributes;
  }

  private static Optional<Attribute.Kind> kind(Slot slot) {
    for (Attribute.Kind kind : Attribute.Kind.values()) {
      if (kind.toString().equals(slot.label())) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private List<Ranking> rankings(Slot object) {
    var rankings = new ArrayList<Ranking>();
    Optional<Slot> from = object.first("from");
    Optional<Slot> ordinal = object.first("ordinal");
    boolean ranked = !object.all("ranking").isEmpty();
    if ((from.isPresent() && ordinal.isEmpty()) || (ordinal.isPresent() && ranked)) {
      throw nonsense();
    }
    ordinal.ifPresent(
        rank ->
            rankings.add(
                Ranking.of(
                    from.map(side -> constant(Measure.class, side)).orElse(Measure.FIRST),
                    Integer.parseInt(rank.text()))));
    for (Slot slot : object.all("ranking")) {
      rankings.add(
          new Ranking(
              constant(Measure.class, slot.first("measure").orElseThrow(this::nonsense)),
              slot.first("rank").map(rank -> Integer.parseInt(rank.text())).orElse(1),
              slot.first("to").map(this::object)));
    }
    return rankings;
  }

  private Relation relation(Slot slot) {
    return new Relation(
        constant(Relation.Kind.class, slot.first("is").orElseThrow(this::nonsense)),
        objects(slot),
        slot.first("negated").isPresent());
  }

  private String text(Slot slot, String label) {
    return slot.first(label).orElseThrow(this::nonsense).text();
  }

  private static <E extends Enum<E>> E constant(Class<E> type, Slot slot) {
    return Enum.valueOf(type, slot.text().toUpperCase(Locale.ROOT));
  }

  private IllegalArgumentException nonsense() {
    return new IllegalArgumentException("slots that make no sense together");
  }
}
