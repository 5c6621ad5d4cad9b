package dev.jclip.grounding.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Structures in the short notation of the test's files, which shows all that they hold. */
final class Notation {
  private Notation() {}

  static String of(Utterance utterance) {
    return switch (utterance) {
      case Instruction instruction -> steps(instruction.steps());
      case Answer answer -> "answer " + answer.reply() + said(answer.objects(), answer.place());
      case Correction correction ->
          "correct"
              + said(correction.objects(), correction.place())
              + (correction.steps().isEmpty() ? "" : " : " + steps(correction.steps()));
    };
  }

  private static String said(List<ObjectDescription> objects, java.util.Optional<Relation> place) {
    return (objects.isEmpty() ? "" : " " + objects(objects))
        + place.map(relation -> " >" + relation(relation)).orElse("");
  }

  private static String steps(List<Step> steps) {
    return steps.stream().map(Notation::step).collect(Collectors.joining("; "));
  }

  private static String step(Step step) {
    var text = new StringBuilder(step.verb().toString());
    if (!step.objects().isEmpty()) {
      text.append(' ').append(objects(step.objects()));
    }
    step.destination().ifPresent(to -> text.append(" >").append(relation(to)));
    step.motion().ifPresent(motion -> text.append(motion(motion)));
    step.measure().ifPresent(measure -> text.append(" by ").append(measure));
    step.event().ifPresent(event -> text.append(" when ").append(event));
    step.manner().forEach(manner -> text.append(' ').append(manner));
    return text.toString();
  }

  private static String motion(Motion motion) {
    return " ~"
        + motion.direction()
        + (motion.metres().isPresent() ? " " + motion.metres().getAsDouble() : "")
        + (motion.slightly() ? " slightly" : "");
  }

  private static String objects(List<ObjectDescription> objects) {
    return objects.stream().map(Notation::object).collect(Collectors.joining(", "));
  }

  private static String object(ObjectDescription object) {
    var parts = new ArrayList<String>();
    Quantity quantity = object.quantity();
    String number = quantity.number().isPresent() ? "" + quantity.number().getAsInt() : "";
    switch (quantity.choice()) {
      case THE -> {}
      case ANY -> parts.add(number.isEmpty() ? "some" : number.equals("1") ? "a" : number);
      case ALL -> parts.add("all" + number);
    }
    object.reference().ifPresent(reference -> parts.add("@" + reference));
    object.category().ifPresent(category -> parts.add(category.replace(' ', '_')));
    if (object.reference().isEmpty() && object.category().isEmpty()) {
      parts.add("*");
    }
    var conditions = new ArrayList<String>();
    for (Attribute attribute : object.attributes()) {
      conditions.add(
          (attribute.negated() ? "!" : "")
              + attribute.kind()
              + ":"
              + String.join("|", attribute.values()).replace(' ', '_'));
    }
    for (Ranking ranking : object.rankings()) {
      conditions.add(
          "#"
              + ranking.measure()
              + (ranking.rank() == 1 ? "" : ranking.rank())
              + ranking.to().map(to -> "(" + object(to) + ")").orElse(""));
    }
    object.relations().forEach(relation -> conditions.add(relation(relation)));
    object.except().forEach(other -> conditions.add("-" + object(other)));
    return String.join(" ", parts)
        + (conditions.isEmpty() ? "" : "{" + String.join(" ", conditions) + "}");
  }

  private static String relation(Relation relation) {
    return (relation.negated() ? "!" : "")
        + relation.kind()
        + (relation.objects().isEmpty() ? "" : "(" + objects(relation.objects()) + ")");
  }
}
