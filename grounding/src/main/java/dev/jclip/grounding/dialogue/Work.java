package dev.jclip.grounding.dialogue;

import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Reference;
import dev.jclip.grounding.command.Relation;
import dev.jclip.grounding.command.Step;
import dev.jclip.grounding.decision.Chosen;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Mentions;
import dev.jclip.grounding.view.Sighting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * An instruction of which some objects are known. Immutable.
 *
 * @param known the objects of each description that is resolved; no object where nothing is seen
 * @param excluded ids of objects that a person said are not meant
 */
record Work(List<Step> steps, Map<Slot, Optional<Chosen>> known, Map<Slot, Set<Integer>> excluded) {
  Work {
    steps = List.copyOf(steps);
    known = Map.copyOf(known);
    excluded = Map.copyOf(excluded);
  }

  static Work of(List<Step> steps) {
    return new Work(steps, Map.of(), Map.of());
  }

  /** All descriptions of objects, in the order in which they are resolved. */
  List<Slot> slots() {
    var slots = new ArrayList<Slot>();
    for (int i = 0; i < steps.size(); i++) {
      int step = i;
      for (Slot.Role role : Slot.Role.values()) {
        List<ObjectDescription> said = said(step, role);
        IntStream.range(0, said.size())
            .filter(index -> !isPlace(said.get(index)))
            .forEach(index -> slots.add(new Slot(step, role, index)));
      }
    }
    return slots;
  }

  ObjectDescription description(Slot slot) {
    return said(slot.step(), slot.role()).get(slot.index());
  }

  private List<ObjectDescription> said(int step, Slot.Role role) {
    return switch (role) {
      case OBJECT -> steps.get(step).objects();
      case DESTINATION -> steps.get(step).destination().map(Relation::objects).orElse(List.of());
    };
  }

  private static boolean isPlace(ObjectDescription description) {
    return description
        .reference()
        .filter(
            reference ->
                switch (reference) {
                  case SPEAKER, ROBOT, HERE, THERE -> true;
                  default -> false;
                })
        .isPresent();
  }

  /** With the objects of a description. */
  Work with(Slot slot, Optional<Chosen> chosen) {
    var more = new HashMap<>(known);
    more.put(slot, chosen);
    return new Work(steps, more, excluded);
  }

  /** Without objects that are not meant; their description is to be resolved anew. */
  Work without(Slot slot, List<Candidate> objects) {
    var ids = new HashSet<>(excluded.getOrDefault(slot, Set.of()));
    objects.forEach(candidate -> ids.add(candidate.object().id()));
    var fewer = new HashMap<>(excluded);
    fewer.put(slot, Set.copyOf(ids));
    var rest = new HashMap<>(known);
    rest.remove(slot);
    return new Work(steps, rest, fewer);
  }

  /** With another description, and all that refers back resolved anew. */
  Work with(Slot slot, ObjectDescription description) {
    var changed = new ArrayList<>(said(slot.step(), slot.role()));
    changed.set(slot.index(), description);
    Step step = steps.get(slot.step());
    Step other =
        switch (slot.role()) {
          case OBJECT -> step.toBuilder().objects(changed).build();
          case DESTINATION ->
              step.toBuilder()
                  .destination(
                      new Relation(
                          step.destination().orElseThrow().kind(), List.copyOf(changed), false))
                  .build();
        };
    return replaced(slot.step(), other, kept -> !kept.equals(slot));
  }

  /** With another destination of a step. */
  Work with(int step, Relation destination) {
    Predicate<Slot> others = slot -> slot.step() != step || slot.role() != Slot.Role.DESTINATION;
    Work work =
        replaced(step, steps.get(step).toBuilder().destination(destination).build(), others);
    var rest = new HashMap<>(excluded);
    rest.keySet().removeIf(others.negate());
    return new Work(work.steps(), work.known(), rest);
  }

  private Work replaced(int at, Step step, Predicate<Slot> keep) {
    var changed = new ArrayList<>(steps);
    changed.set(at, step);
    var rest = new HashMap<Slot, Optional<Chosen>>();
    known.forEach(
        (slot, chosen) -> {
          if (keep.test(slot) && description(slot).reference().isEmpty()) {
            rest.put(slot, chosen);
          }
        });
    return new Work(changed, rest, excluded);
  }

  /** What was spoken of when a description was said. */
  Mentions mentions(Mentions before, Slot slot) {
    Mentions mentions = before;
    for (int step = 0; step < slot.step(); step++) {
      mentions = after(mentions, step);
    }
    boolean back =
        slot.role() == Slot.Role.DESTINATION
            && description(slot).reference().filter(Work::isBack).isPresent();
    return back ? mentions : objects(mentions, slot.step());
  }

  /** "On it" is not on what is put there. */
  private static boolean isBack(Reference reference) {
    return switch (reference) {
      case IT, THEM, THIS, THAT -> true;
      default -> false;
    };
  }

  /** What was spoken of after all that is known. */
  Mentions mentions(Mentions before) {
    Mentions mentions = before;
    for (int step = 0; step < steps.size(); step++) {
      mentions = after(mentions, step);
    }
    return mentions;
  }

  /** "It" is what something was done with rather than where it was put. */
  private Mentions after(Mentions before, int step) {
    return objects(all(before, step, Slot.Role.DESTINATION), step);
  }

  private Mentions objects(Mentions before, int step) {
    return all(before, step, Slot.Role.OBJECT);
  }

  private Mentions all(Mentions before, int step, Slot.Role role) {
    Mentions mentions = before;
    List<ObjectDescription> said = said(step, role);
    for (int index = 0; index < said.size(); index++) {
      List<Sighting> objects = sightings(new Slot(step, role, index));
      if (!objects.isEmpty()) {
        Optional<String> noun =
            said.get(index).category().or(() -> Optional.of(objects.getFirst().noun()));
        mentions = mentions.and(new Mentions.Mention(objects, noun));
      }
    }
    return mentions;
  }

  /** The objects of a description; none as long as they are not known. */
  List<Candidate> objects(Slot slot) {
    return known.getOrDefault(slot, Optional.empty()).map(Chosen::objects).orElse(List.of());
  }

  private List<Sighting> sightings(Slot slot) {
    return objects(slot).stream().map(Candidate::object).toList();
  }

  /** Ids that a description cannot mean: what was excluded, and what is to be put somewhere. */
  Set<Integer> excluded(Slot slot) {
    var ids = new HashSet<>(excluded.getOrDefault(slot, Set.of()));
    if (slot.role() == Slot.Role.DESTINATION) {
      for (Slot other : known.keySet()) {
        if (other.step() == slot.step() && other.role() == Slot.Role.OBJECT) {
          sightings(other).forEach(object -> ids.add(object.id()));
        }
      }
    }
    return ids;
  }

  /** The tasks, once all objects are known. */
  List<Task> tasks() {
    var tasks = new ArrayList<Task>();
    for (int step = 0; step < steps.size(); step++) {
      List<Chosen> anchors = chosen(step, Slot.Role.DESTINATION);
      tasks.add(
          new Task(
              steps.get(step),
              chosen(step, Slot.Role.OBJECT),
              steps.get(step).destination().map(place -> new Task.Place(place, anchors))));
    }
    return tasks;
  }

  private List<Chosen> chosen(int step, Slot.Role role) {
    return IntStream.range(0, said(step, role).size())
        .mapToObj(index -> known.getOrDefault(new Slot(step, role, index), Optional.empty()))
        .flatMap(Optional::stream)
        .toList();
  }
}
