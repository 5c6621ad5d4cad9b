package dev.jclip.grounding.dialogue;

import dev.jclip.grounding.command.Answer;
import dev.jclip.grounding.command.Correction;
import dev.jclip.grounding.command.Instruction;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Quantity;
import dev.jclip.grounding.command.Ranking;
import dev.jclip.grounding.command.Reference;
import dev.jclip.grounding.command.Relation;
import dev.jclip.grounding.command.Step;
import dev.jclip.grounding.command.Utterance;
import dev.jclip.grounding.command.Verb;
import dev.jclip.grounding.decision.Chosen;
import dev.jclip.grounding.decision.Decider;
import dev.jclip.grounding.decision.Decision;
import dev.jclip.grounding.decision.NotVisible;
import dev.jclip.grounding.decision.Question;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Mentions;
import dev.jclip.grounding.resolve.Resolution;
import dev.jclip.grounding.resolve.Resolver;
import dev.jclip.grounding.view.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with a person. An instruction whose objects are not all known waits for an answer,
 * also while another one is given. Not thread-safe.
 */
public final class Dialogue {
  private final Resolver resolver;
  private final Decider decider;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private Mentions before = Mentions.NONE;
  private @Nullable Work last; // done or refused: what a correction is about

  private record Waiting(Work work, Slot slot, Question question) {}

  /** Begins a conversation in which nothing has been spoken of. */
  public Dialogue(Resolver resolver) {
    this.resolver = resolver;
    decider = new Decider(resolver);
  }

  /** The question that the next answer answers. */
  public Optional<Question> question() {
    return Optional.ofNullable(waiting.peek()).map(Waiting::question);
  }

  /** What was spoken of so far. */
  public Mentions mentions() {
    return last == null ? before : last.mentions(before);
  }

  /** What follows from what a person says, who sees what the view shows. */
  public Turn say(Utterance utterance, View view) {
    return switch (utterance) {
      case Instruction instruction -> instruct(instruction.steps(), view);
      case Answer answer -> answer(answer, view);
      case Correction correction -> correct(correction, view);
    };
  }

  private Turn instruct(List<Step> steps, View view) {
    Waiting asked = waiting.peek();
    if (asked != null && isSaidAgain(asked, steps)) {
      waiting.pop();
    }
    settle();
    return goOn(Work.of(steps), view);
  }

  /** An answer is often the whole instruction again with more words. */
  private static boolean isSaidAgain(Waiting asked, List<Step> steps) {
    List<Step> before = asked.work().steps();
    return steps.size() == before.size()
        && steps.getFirst().verb() == before.getFirst().verb()
        && !steps.getFirst().objects().isEmpty()
        && !before.getFirst().objects().isEmpty()
        && (steps.getFirst().objects().getFirst().category().isEmpty()
            || steps
                .getFirst()
                .objects()
                .getFirst()
                .category()
                .equals(before.getFirst().objects().getFirst().category()));
  }

  private void settle() {
    before = mentions();
    last = null;
  }

  /** Resolves what is not known yet. */
  private Turn goOn(Work begun, View view) {
    Work work = begun;
    for (Slot slot : work.slots()) {
      if (!work.known().containsKey(slot)) {
        Decision decision = decide(work, slot, work.description(slot), view);
        switch (decision) {
          case Chosen chosen -> work = work.with(slot, Optional.of(chosen));
          case Question question -> {
            if (isCounted(work, slot)) {
              work = work.with(slot, counted(question));
            } else {
              return ask(work, slot, question);
            }
          }
          case NotVisible notVisible -> {
            if (!isCounted(work, slot)) {
              last = work;
              return new Turn.Refused(notVisible, slot);
            }
            work = work.with(slot, Optional.empty());
          }
        }
      }
    }
    last = work;
    return new Turn.Ready(work.tasks(), question());
  }

  private Turn ask(Work work, Slot slot, Question question) {
    waiting.push(new Waiting(work, slot, question));
    return new Turn.Ask(question, slot);
  }

  private Decision decide(Work work, Slot slot, ObjectDescription description, View view) {
    return decider.decide(
        resolver.resolve(description, view, work.mentions(before, slot), work.excluded(slot)),
        view);
  }

  /** What is counted or waited for need not be there, and is never asked about. */
  private static boolean isCounted(Work work, Slot slot) {
    Verb verb = work.steps().get(slot.step()).verb();
    return verb == Verb.COUNT || verb == Verb.WAIT_FOR;
  }

  private static Optional<Chosen> counted(Question question) {
    List<Candidate> fitting =
        question.candidates().stream().filter(candidate -> candidate.fit() >= 0.5).toList();
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chosen(
                question.resolution(),
                fitting,
                fitting.stream().mapToDouble(Candidate::fit).reduce(1, (a, b) -> a * b)));
  }

  // Answers

  private Turn answer(Answer answer, View view) {
    Waiting asked = waiting.peek();
    if (answer.reply() == Answer.Reply.STOP) {
      waiting.poll();
      return new Turn.Stopped();
    }
    if (asked == null) {
      return refine(answer.objects().stream().findFirst(), answer.place(), view);
    }
    Optional<ObjectDescription> said = said(asked, answer.objects(), answer.place());
    settle();
    boolean no = answer.reply() == Answer.Reply.NO;
    if (said.isPresent()) {
      waiting.pop();
      return no ? differently(asked, said.get(), view) : choose(asked, said.get(), view);
    }
    if (no) {
      waiting.pop();
      return goOn(without(asked).work(), view);
    }
    if (asked.question().kind() == Question.Kind.WHICH) {
      return new Turn.Ask(asked.question(), asked.slot()); // "yes" says not which
    }
    waiting.pop();
    return goOn(asked.work().with(asked.slot(), Optional.of(all(asked.question()))), view);
  }

  private static Waiting without(Waiting asked) {
    return new Waiting(
        asked.work().without(asked.slot(), asked.question().candidates()),
        asked.slot(),
        asked.question());
  }

  private static Chosen all(Question question) {
    List<Candidate> all = question.candidates();
    return new Chosen(
        question.resolution(),
        all,
        question.kind() == Question.Kind.CONFIRM ? 1 : all.getFirst().probability());
  }

  /** A place that is said alone tells which object, or which place if that was asked. */
  private static Optional<ObjectDescription> said(
      Waiting asked, List<ObjectDescription> objects, Optional<Relation> place) {
    boolean where = asked.slot().role() == Slot.Role.DESTINATION;
    return objects.stream()
        .findFirst()
        .or(
            () ->
                place.map(
                    at ->
                        where && !at.objects().isEmpty()
                            ? at.objects().getFirst()
                            : Refinement.at(at)));
  }

  private Turn choose(Waiting asked, ObjectDescription said, View view) {
    List<Candidate> offered = asked.question().candidates();
    Quantity quantity = said.quantity();
    if (quantity.choice() == Quantity.Choice.ALL
        && quantity.number().orElse(offered.size()) == offered.size()) {
      return goOn(asked.work().with(asked.slot(), Optional.of(all(asked.question()))), view);
    }
    Optional<Candidate> named = named(offered, said);
    if (named.isPresent()) {
      return goOn(
          asked
              .work()
              .with(
                  asked.slot(),
                  Optional.of(new Chosen(asked.question().resolution(), List.of(named.get()), 1))),
          view);
    }
    if (said.reference().filter(Reference.OTHER::equals).isPresent() && offered.size() == 1) {
      return goOn(without(asked).work(), view);
    }
    Mentions mentions = asked.work().mentions(before, asked.slot());
    Resolution among =
        resolver.among(
            offered.stream().flatMap(candidate -> view.again(candidate.object()).stream()).toList(),
            said,
            view,
            mentions);
    Decision decision = decider.decide(among, view);
    return switch (decision) {
      case Chosen chosen -> goOn(asked.work().with(asked.slot(), Optional.of(chosen)), view);
      case Question question when question.kind() == Question.Kind.WHICH ->
          ask(asked.work(), asked.slot(), question);
      case Question question -> likeliest(asked, question, said, view);
      case NotVisible nothing -> instead(asked, said, view);
    };
  }

  /** "The second one" is the second that the question named. */
  private static Optional<Candidate> named(List<Candidate> offered, ObjectDescription said) {
    if (said.rankings().size() != 1 || !said.relations().isEmpty()) {
      return Optional.empty();
    }
    Ranking ranking = said.rankings().getFirst();
    int at =
        switch (ranking.measure()) {
          case FIRST -> ranking.rank() - 1;
          case LAST -> offered.size() - ranking.rank();
          default -> -1;
        };
    return at >= 0 && at < offered.size() ? Optional.of(offered.get(at)) : Optional.empty();
  }

  /** After "no": none of what was to be confirmed, or another one of the options. */
  private Turn differently(Waiting asked, ObjectDescription said, View view) {
    return asked.question().kind() == Question.Kind.CONFIRM
        ? instead(without(asked), said, view)
        : choose(asked, said, view);
  }

  /** An answer that fits one option, if not well, and no other means that one. */
  private Turn likeliest(Waiting asked, Question doubtful, ObjectDescription said, View view) {
    Candidate best =
        doubtful.candidates().stream()
            .max(Comparator.comparingDouble(Candidate::probability))
            .orElseThrow();
    return best.probability() > doubtful.resolution().none()
        ? goOn(
            asked
                .work()
                .with(
                    asked.slot(),
                    Optional.of(
                        new Chosen(doubtful.resolution(), List.of(best), best.probability()))),
            view)
        : instead(asked, said, view);
  }

  /** None of the options was meant: the answer describes another object. */
  private Turn instead(Waiting asked, ObjectDescription said, View view) {
    ObjectDescription first = asked.work().description(asked.slot());
    ObjectDescription narrowed = Refinement.narrowed(first, said);
    Decision both = decide(asked.work(), asked.slot(), narrowed, view);
    ObjectDescription then =
        both instanceof NotVisible
            ? Refinement.corrected(first, said, noun(asked.work(), asked.slot()))
            : narrowed;
    return goOn(asked.work().with(asked.slot(), then), view);
  }

  private Optional<String> noun(Work work, Slot slot) {
    return work.mentions(before, slot).noun();
  }

  // Corrections

  private Turn correct(Correction correction, View view) {
    Waiting asked = waiting.poll();
    if (!correction.steps().isEmpty()) {
      settle();
      return goOn(Work.of(asked == null ? correction.steps() : meant(asked, correction)), view);
    }
    if (asked == null) {
      return refine(correction.objects().stream().findFirst(), correction.place(), view);
    }
    settle();
    return differently(
        asked, said(asked, correction.objects(), correction.place()).orElseThrow(), view);
  }

  /** "It" in a correction is what the question was about. */
  private static List<Step> meant(Waiting asked, Correction correction) {
    if (asked.slot().role() != Slot.Role.OBJECT) {
      return correction.steps();
    }
    ObjectDescription it = asked.work().description(asked.slot());
    return correction.steps().stream()
        .map(
            step ->
                step.toBuilder()
                    .objects(
                        step.objects().stream()
                            .map(
                                object ->
                                    object.equals(ObjectDescription.of(Reference.IT)) ? it : object)
                            .toList())
                    .build())
        .toList();
  }

  /** What is said without a question is about what was last done or refused. */
  private Turn refine(Optional<ObjectDescription> object, Optional<Relation> place, View view) {
    if (object.isPresent()) {
      return correctObject(object.get(), view);
    }
    return place.isPresent() ? correctPlace(place.get(), view) : new Turn.Unrelated();
  }

  private Turn correctPlace(Relation place, View view) {
    Work work = last;
    if (work == null) {
      return new Turn.Unrelated();
    }
    for (int step = work.steps().size() - 1; step >= 0; step--) {
      if (work.steps().get(step).destination().isPresent()) {
        return goOn(work.with(step, place), view);
      }
    }
    return correctObject(Refinement.at(place), view);
  }

  /** The first description that can be meant with the correction is corrected. */
  private Turn correctObject(ObjectDescription said, View view) {
    Work work = last;
    if (work == null) {
      return new Turn.Unrelated();
    }
    List<Slot> slots = new ArrayList<>(work.slots());
    slots.sort(Comparator.comparing(slot -> !isCalledSo(work, slot, said)));
    for (Slot slot : slots) {
      Work corrected = corrected(work, slot, said);
      if (!(decide(corrected, slot, corrected.description(slot), view) instanceof NotVisible)) {
        return goOn(corrected, view);
      }
    }
    return slots.isEmpty()
        ? new Turn.Unrelated()
        : goOn(corrected(work, slots.getFirst(), said), view);
  }

  private static boolean isCalledSo(Work work, Slot slot, ObjectDescription said) {
    return said.category().isPresent() && said.category().equals(work.description(slot).category());
  }

  private Work corrected(Work work, Slot slot, ObjectDescription said) {
    List<Candidate> wrong = work.objects(slot);
    ObjectDescription first = work.description(slot);
    Optional<String> noun =
        wrong.isEmpty() ? noun(work, slot) : Optional.of(wrong.getFirst().object().noun());
    ObjectDescription then =
        said.reference().filter(Reference.OTHER::equals).isPresent()
            ? first // all but what was taken
            : Refinement.corrected(first, said, noun);
    return work.without(slot, wrong).with(slot, then);
  }
}
