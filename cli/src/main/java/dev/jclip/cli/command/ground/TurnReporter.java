package dev.jclip.cli.command.ground;

import dev.jclip.cli.command.ground.TurnReport.Mark;
import dev.jclip.cli.command.ground.TurnReport.Role;
import dev.jclip.grounding.command.Verb;
import dev.jclip.grounding.decision.Chosen;
import dev.jclip.grounding.decision.NotVisible;
import dev.jclip.grounding.decision.Question;
import dev.jclip.grounding.dialogue.Slot;
import dev.jclip.grounding.dialogue.Task;
import dev.jclip.grounding.dialogue.Turn;
import dev.jclip.grounding.reply.Replies;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.view.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what follows from what a person said about an image. */
final class TurnReporter {
  private final Replies replies;
  private final View view;

  /** Tells of what a view shows. */
  TurnReporter(Replies replies, View view) {
    this.replies = replies;
    this.view = view;
  }

  TurnReport of(Turn turn) {
    return switch (turn) {
      case Turn.Ready ready -> ready(ready.tasks());
      case Turn.Ask(Question question, Slot about) -> asked(question, about);
      case Turn.Refused(NotVisible notVisible, Slot about) -> refused(notVisible, about);
      case Turn.Stopped _ -> without("none", "Nothing more is to be done.");
      case Turn.Unrelated _ ->
          without("none", "There is no question that this answers, and nothing that it corrects.");
    };
  }

  private ShownObject shown(Candidate candidate) {
    return new ShownObject(
        candidate, candidate.object().box().within(view.width(), view.height()), replies);
  }

  private List<ShownObject> shown(List<Chosen> chosen) {
    return chosen.stream().flatMap(one -> one.objects().stream()).map(this::shown).toList();
  }

  private static TurnReport without(String decision, String reply) {
    return new TurnReport(
        decision, null, null, null, Map.of("reply", reply), List.of(), List.of(reply));
  }

  private TurnReport ready(List<Task> tasks) {
    Optional<Task> first = tasks.stream().filter(task -> !task.candidates().isEmpty()).findFirst();
    if (first.isEmpty()) {
      return tasks.stream().allMatch(task -> task.step().objects().isEmpty())
          ? without("none", "This needs no object.")
          : without("not_visible", "I see none.");
    }
    Task task = first.get();
    ShownObject main = shown(task.candidates().getFirst());
    var more = new LinkedHashMap<String, Object>();
    more.put("reasons", main.reasons());
    more.putAll(details(task));
    if (tasks.size() > 1) {
      more.put("steps", tasks.stream().map(this::step).toList());
    }
    double probability =
        task.objects().stream().mapToDouble(Chosen::probability).reduce(1, (a, b) -> a * b);
    return new TurnReport(
        "object",
        main,
        probability,
        null,
        more,
        tasks.stream().flatMap(this::marks).distinct().toList(),
        tasks.stream().flatMap(this::rows).toList());
  }

  /** All objects where they are several, how many where they are counted, and where to. */
  private Map<String, Object> details(Task task) {
    var fields = new LinkedHashMap<String, Object>();
    if (task.candidates().size() > 1) {
      fields.put("objects", fields(shown(task.objects())));
    }
    if (task.step().verb() == Verb.COUNT) {
      fields.put("count", task.candidates().size());
    }
    task.place()
        .ifPresent(
            place -> {
              var to = new LinkedHashMap<String, Object>();
              to.put("relation", place.relation().kind().toString());
              to.put("objects", fields(shown(place.anchors())));
              fields.put("destination", to);
            });
    return fields;
  }

  private Map<String, Object> step(Task task) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("verb", task.step().verb().toString());
    fields.put("objects", fields(shown(task.objects())));
    fields.putAll(details(task));
    return fields;
  }

  private static List<Map<String, Object>> fields(List<ShownObject> objects) {
    return objects.stream().map(ShownObject::fields).toList();
  }

  private Stream<Mark> marks(Task task) {
    return Stream.concat(
        shown(task.objects()).stream().map(object -> mark(Role.OBJECT, object, object.label())),
        task.place().stream()
            .flatMap(place -> shown(place.anchors()).stream())
            .map(object -> mark(Role.DESTINATION, object, object.label())));
  }

  private static Mark mark(Role role, ShownObject object, String name) {
    return new Mark(role, object.box(), name);
  }

  private Stream<String> rows(Task task) {
    var rows = new ArrayList<String>();
    if (task.step().verb() == Verb.COUNT) {
      rows.add("count  " + task.candidates().size());
    }
    shown(task.objects())
        .forEach(object -> rows.add(task.step().verb() + "  " + object.row(object.label())));
    task.place()
        .ifPresent(
            place ->
                shown(place.anchors())
                    .forEach(
                        object ->
                            rows.add(
                                "  "
                                    + place.relation().kind()
                                    + "  "
                                    + object.row(object.label()))));
    return rows.stream();
  }

  private TurnReport asked(Question question, Slot about) {
    String sentence = replies.question(question);
    var candidates = new ArrayList<Map<String, Object>>();
    var marks = new ArrayList<Mark>();
    var rows = new ArrayList<String>();
    rows.add(sentence);
    for (Question.Option option : question.options()) {
      ShownObject object = shown(option.candidate());
      String saying = replies.description(option.saying());
      var fields = new LinkedHashMap<String, Object>();
      fields.put("saying", saying);
      fields.putAll(object.fields());
      candidates.add(fields);
      marks.add(mark(Role.CANDIDATE, object, saying));
      rows.add("  " + object.row(saying));
    }
    var more = new LinkedHashMap<String, Object>();
    more.put("about", about.role().name().toLowerCase(Locale.ROOT));
    more.put("candidates", candidates);
    return new TurnReport("question", null, null, sentence, more, marks, rows);
  }

  private TurnReport refused(NotVisible notVisible, Slot about) {
    String sentence = replies.notVisible(notVisible);
    var more = new LinkedHashMap<String, Object>();
    more.put("about", about.role().name().toLowerCase(Locale.ROOT));
    more.put("reply", sentence);
    var marks = new ArrayList<Mark>();
    var rows = new ArrayList<String>();
    rows.add(sentence);
    notVisible
        .nearest()
        .ifPresent(
            nearest -> {
              ShownObject object = shown(nearest.object());
              String saying = replies.description(nearest.seen());
              var fields = new LinkedHashMap<String, Object>();
              fields.put("saying", saying);
              fields.putAll(object.fields());
              more.put("nearest", fields);
              marks.add(mark(Role.NEAREST, object, saying));
              rows.add("  " + object.row(saying));
            });
    if (!notVisible.fitting().isEmpty()) {
      more.put("fitting", fields(notVisible.fitting().stream().map(this::shown).toList()));
    }
    return new TurnReport(
        "not_visible", null, notVisible.resolution().none(), null, more, marks, rows);
  }
}
