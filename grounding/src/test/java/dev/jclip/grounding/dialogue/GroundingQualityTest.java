package dev.jclip.grounding.dialogue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jclip.grounding.calibration.Calibration;
import dev.jclip.grounding.calibration.Logistic;
import dev.jclip.grounding.command.Answer;
import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.Instruction;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Reference;
import dev.jclip.grounding.command.Relation;
import dev.jclip.grounding.command.Step;
import dev.jclip.grounding.command.Verb;
import dev.jclip.grounding.decision.Calibrator;
import dev.jclip.grounding.decision.Question;
import dev.jclip.grounding.reply.EnglishReplies;
import dev.jclip.grounding.resolve.Alternatives;
import dev.jclip.grounding.resolve.Geometry;
import dev.jclip.grounding.resolve.Resolver;
import dev.jclip.grounding.table.Table;
import dev.jclip.grounding.table.TableView;
import dev.jclip.grounding.table.TableView.Noise;
import dev.jclip.grounding.table.Tasks;
import dev.jclip.grounding.table.Thing;
import dev.jclip.grounding.table.Truth;
import dev.jclip.grounding.view.Sighting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Instructions about random tables: the right object, a question, or that nothing is there. {@code
 * -Djclip.grounding.tasks=1000 -Djclip.grounding.figures=true} prints the figures of more, {@code
 * -Djclip.grounding.mistakes=true} what was not right.
 */
@Tag("slow")
class GroundingQualityTest {
  private static final int COUNT = Integer.getInteger("jclip.grounding.tasks", 200);

  /** Of what is judged; thresholds are learned from others. */
  private static final long SEED = Long.getLong("jclip.grounding.seed", 1);

  private static final long LEARNED = 1000;

  private static final Noise IN_SPACE = new Noise(0, 0, 0, 0, true);

  /** Shares of tasks. */
  private record Figures(
      double right, double wrong, double asked, double answered, double absent, double found) {}

  @Test
  void whatIsSeenWithoutMistakesIsResolved() {
    Figures figures = figures(resolver(Noise.NONE), Noise.NONE);
    assertThat(figures.right()).isGreaterThanOrEqualTo(0.97);
    assertThat(figures.wrong()).isLessThanOrEqualTo(0.01);
    assertThat(figures.asked()).isGreaterThanOrEqualTo(0.97);
    assertThat(figures.answered()).isGreaterThanOrEqualTo(0.96);
    assertThat(figures.absent()).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void whatIsSeenWithMistakesIsSeldomTakenForAnother() {
    Figures figures = figures(resolver(Noise.MUCH), Noise.MUCH);
    assertThat(figures.wrong()).isLessThanOrEqualTo(0.03);
  }

  @Test
  void whatIsKnownInSpaceIsResolved() {
    Figures figures = figures(resolver(IN_SPACE), IN_SPACE);
    assertThat(figures.right()).isGreaterThanOrEqualTo(0.97);
    assertThat(figures.wrong()).isLessThanOrEqualTo(0.01);
    assertThat(figures.asked()).isGreaterThanOrEqualTo(0.97);
    assertThat(figures.answered()).isGreaterThanOrEqualTo(0.96);
    assertThat(figures.absent()).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void fewerWrongDecisionsAreBoughtWithQuestions() {
    var poor = new Noise(0.05, 0.1, 0.08, 1.6, false);
    Calibration scores = scores(poor);
    List<Calibrator.Example> examples = examples(poor);
    var careful =
        new Resolver(
            calibrator().fit(scores, examples, 0.01), Alternatives.ENGLISH, Geometry.DEFAULT);
    var careless =
        new Resolver(
            calibrator().fit(scores, examples, 0.2), Alternatives.ENGLISH, Geometry.DEFAULT);
    assertThat(careful.calibration().thresholds().object())
        .isGreaterThan(careless.calibration().thresholds().object());
    Figures few = figures(careful, poor);
    Figures more = figures(careless, poor);
    assertThat(few.wrong()).isLessThanOrEqualTo(0.02).isLessThan(more.wrong());
    assertThat(few.right()).isLessThan(more.right());
  }

  private static Figures figures(Resolver resolver, Noise noise) {
    double right = 0;
    double wrong = 0;
    for (Tasks.Task task : Tasks.of(Tasks.Kind.ONE, COUNT, SEED)) {
      var view = new TableView(task.table(), noise, SEED);
      Turn turn = new Dialogue(resolver).say(pick(task.description()), view);
      boolean isRight = ids(turn).equals(List.of(task.fitting().getFirst().id()));
      right += isRight ? 1 : 0;
      wrong += !isRight && turn instanceof Turn.Ready ? 1 : 0;
      note(isRight, "one", task, turn);
    }
    double asked = 0;
    double answered = 0;
    for (Tasks.Task task : Tasks.of(Tasks.Kind.SEVERAL, COUNT, SEED + 1)) {
      var view = new TableView(task.table(), noise, SEED);
      var dialogue = new Dialogue(resolver);
      Turn turn = dialogue.say(pick(task.description()), view);
      boolean asks = turn instanceof Turn.Ask;
      asked += asks ? 1 : 0;
      note(asks, "several", task, turn);
      if (turn instanceof Turn.Ask ask) {
        Thing meant = task.fitting().get((int) (SEED + asked) % task.fitting().size());
        Answer answer = answer(ask.question(), meant, task.table(), asked % 2 == 0);
        Turn then = dialogue.say(answer, view);
        boolean isRight = ids(then).equals(List.of(meant.id()));
        answered += isRight ? 1 : 0;
        note(isRight, "answered " + answer, task, then);
      }
    }
    double absent = 0;
    double found = 0;
    for (Tasks.Task task : Tasks.of(Tasks.Kind.ABSENT, COUNT, SEED + 2)) {
      var view = new TableView(task.table(), noise, SEED);
      Turn turn = new Dialogue(resolver).say(pick(task.description()), view);
      absent += turn instanceof Turn.Refused ? 1 : 0;
      found += turn instanceof Turn.Ready ? 1 : 0;
      note(turn instanceof Turn.Refused, "absent", task, turn);
    }
    var figures =
        new Figures(
            right / COUNT,
            wrong / COUNT,
            asked / COUNT,
            answered / COUNT,
            absent / COUNT,
            found / COUNT);
    if (Boolean.getBoolean("jclip.grounding.figures")) {
      System.out.println(noise + " " + figures + " " + resolver.calibration());
    }
    return figures;
  }

  private static void note(boolean isRight, String kind, Tasks.Task task, Turn turn) {
    if (!isRight && Boolean.getBoolean("jclip.grounding.mistakes")) {
      var english = new EnglishReplies();
      System.out.println(
          kind
              + ": "
              + english.description(task.description())
              + " "
              + task.fitting().stream().map(Thing::id).toList());
      task.table()
          .things()
          .forEach(
              thing ->
                  System.out.println(
                      "    " + thing + String.format(Locale.ROOT, " %s", task.table().box(thing))));
      switch (turn) {
        case Turn.Ready ready ->
            ready
                .tasks()
                .getFirst()
                .objects()
                .getFirst()
                .resolution()
                .candidates()
                .forEach(
                    c ->
                        System.out.println(
                            "  > "
                                + c.object().id()
                                + " "
                                + c.probability()
                                + " "
                                + english.reasons(c)));
        case Turn.Ask ask -> {
          System.out.println("  " + english.question(ask.question()));
          ask.question()
              .resolution()
              .candidates()
              .forEach(
                  c ->
                      System.out.println(
                          "  ? "
                              + c.object().id()
                              + " "
                              + c.probability()
                              + " "
                              + english.reasons(c)));
        }
        case Turn.Refused refused -> {
          System.out.println("  " + english.notVisible(refused.notVisible()));
          refused
              .notVisible()
              .resolution()
              .candidates()
              .forEach(
                  c ->
                      System.out.println(
                          "  - "
                              + c.object().id()
                              + " "
                              + c.probability()
                              + " "
                              + english.reasons(c)));
        }
        default -> System.out.println("  " + turn);
      }
    }
  }

  private static Instruction pick(ObjectDescription description) {
    return new Instruction(List.of(Step.builder(Verb.PICK).object(description).build()));
  }

  private static List<Integer> ids(Turn turn) {
    return turn instanceof Turn.Ready ready
        ? ready.tasks().getFirst().candidates().stream()
            .map(candidate -> candidate.object().id())
            .toList()
        : List.of();
  }

  /** What a person says who means a thing: an option as it was said, or in words of their own. */
  private static Answer answer(Question question, Thing meant, Table table, boolean ownWords) {
    Optional<Question.Option> option =
        question.options().stream()
            .filter(offered -> offered.candidate().object().id() == meant.id())
            .findFirst();
    if (option.isEmpty()) {
      return new Answer(Answer.Reply.NO, List.of(), Optional.empty());
    }
    if (question.kind() == Question.Kind.CONFIRM) {
      return new Answer(Answer.Reply.YES, List.of(), Optional.empty());
    }
    List<Thing> offered =
        question.candidates().stream()
            .map(candidate -> candidate.object().id())
            .filter(id -> id < table.things().size())
            .map(id -> table.things().get(id))
            .toList();
    ObjectDescription said =
        Optional.of(option.get().saying())
            .filter(saying -> !ownWords)
            .or(() -> ownWords(meant, offered, table))
            .orElse(option.get().saying());
    return new Answer(Answer.Reply.CHOICE, List.of(said), Optional.empty());
  }

  private static Optional<ObjectDescription> ownWords(
      Thing meant, List<Thing> offered, Table table) {
    ObjectDescription one = ObjectDescription.of(Reference.ONE);
    return Stream.of(
            one.toBuilder().attribute(Attribute.of(Attribute.Kind.COLOUR, meant.colour())).build(),
            one.toBuilder().relation(Relation.of(Relation.Kind.AT_RIGHT)).build(),
            one.toBuilder().relation(Relation.of(Relation.Kind.AT_LEFT)).build(),
            one.toBuilder().relation(Relation.of(Relation.Kind.AT_FRONT)).build(),
            one.toBuilder().relation(Relation.of(Relation.Kind.AT_BACK)).build(),
            one.toBuilder().attribute(Attribute.of(Attribute.Kind.SIZE, meant.size())).build())
        .filter(
            saying -> {
              List<Truth.Fit> fits = Truth.fits(saying, offered, table);
              return fits.get(offered.indexOf(meant)) == Truth.Fit.YES
                  && fits.stream().filter(fit -> fit != Truth.Fit.NO).count() == 1;
            })
        .findFirst();
  }

  private static Resolver resolver(Noise noise) {
    return new Resolver(
        calibrator().fit(scores(noise), examples(noise), 0.03),
        Alternatives.ENGLISH,
        Geometry.DEFAULT);
  }

  private static Calibrator calibrator() {
    return new Calibrator(Alternatives.ENGLISH, Geometry.DEFAULT);
  }

  private static List<Calibrator.Example> examples(Noise noise) {
    var examples = new ArrayList<Calibrator.Example>();
    for (Tasks.Kind kind : Tasks.Kind.values()) {
      for (Tasks.Task task : Tasks.of(kind, 200, LEARNED + examples.size())) {
        examples.add(
            new Calibrator.Example(
                task.description(),
                new TableView(task.table(), noise, LEARNED),
                task.fitting().stream().map(Thing::id).collect(Collectors.toSet())));
      }
    }
    return examples;
  }

  /** The curves of the detector's scores and of CLIP's, from things whose looks are known. */
  private static Calibration scores(Noise noise) {
    var attributes =
        new Resolver(Calibration.NONE, Alternatives.ENGLISH, Geometry.DEFAULT).attributes();
    var nouns = new Labelled();
    var looks = new EnumMap<Attribute.Kind, Labelled>(Attribute.Kind.class);
    for (Attribute.Kind kind : Attribute.Kind.values()) {
      looks.put(kind, new Labelled());
    }
    for (Tasks.Task task : Tasks.of(Tasks.Kind.ONE, 100, LEARNED + 10)) {
      var view = new TableView(task.table(), noise, LEARNED + 10);
      for (Thing other : task.table().things()) {
        for (Sighting sighting : view.find(other.noun())) {
          Optional<Thing> thing =
              task.table().things().stream().filter(t -> t.id() == sighting.id()).findFirst();
          nouns.add(sighting.score(), thing.map(Thing::noun).equals(Optional.of(other.noun())));
          thing.ifPresent(
              seen ->
                  looks(other)
                      .forEach(
                          look ->
                              requireNonNull(looks.get(look.kind()))
                                  .add(
                                      attributes.score(look, seen.noun(), sighting, view),
                                      looks(seen).contains(look))));
        }
      }
    }
    return new Calibration(
        nouns.curve(),
        looks.entrySet().stream()
            .filter(entry -> !entry.getValue().scores.isEmpty())
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().curve())),
        Calibration.NONE.priors(),
        Calibration.NONE.thresholds(),
        0.03);
  }

  private static List<Attribute> looks(Thing thing) {
    return List.of(
        Attribute.of(Attribute.Kind.COLOUR, thing.colour()),
        Attribute.of(Attribute.Kind.MATERIAL, thing.material()),
        Attribute.of(Attribute.Kind.SIZE, thing.size()));
  }

  private static final class Labelled {
    private final List<Double> scores = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();

    void add(double score, boolean isRight) {
      scores.add(score);
      right.add(isRight);
    }

    Logistic curve() {
      boolean[] labels = new boolean[right.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = right.get(i);
      }
      return Logistic.fit(scores.stream().mapToDouble(score -> score).toArray(), labels);
    }
  }
}
