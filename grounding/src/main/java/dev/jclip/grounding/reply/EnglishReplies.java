package dev.jclip.grounding.reply;

import dev.jclip.grounding.command.Attribute;
import dev.jclip.grounding.command.Measure;
import dev.jclip.grounding.command.ObjectDescription;
import dev.jclip.grounding.command.Quantity;
import dev.jclip.grounding.command.Ranking;
import dev.jclip.grounding.command.Reference;
import dev.jclip.grounding.command.Relation;
import dev.jclip.grounding.decision.NotVisible;
import dev.jclip.grounding.decision.Question;
import dev.jclip.grounding.resolve.Candidate;
import dev.jclip.grounding.resolve.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** English. */
public final class EnglishReplies implements Replies {
  private static final List<String> NUMBERS =
      List.of("no", "one", "two", "three", "four", "five", "six");
  private static final List<String> ORDINALS =
      List.of("", "", "second", "third", "fourth", "fifth", "sixth");

  @Override
  public String description(ObjectDescription description) {
    return described(description);
  }

  @Override
  public String question(Question question) {
    List<String> options =
        question.options().stream().map(option -> described(option.saying())).toList();
    return switch (question.kind()) {
      case WHICH -> "Do you mean " + joined(options, "or") + "?";
      case CONFIRM -> "Do you mean " + joined(options, "and") + "?";
    };
  }

  @Override
  public String notVisible(NotVisible notVisible) {
    ObjectDescription description = notVisible.resolution().description();
    int fitting = notVisible.fitting().size();
    if (fitting > 0) {
      return "I see only "
          + number(fitting)
          + " "
          + named(description, fitting > 1)
          + description.quantity().number().stream()
              .mapToObj(wanted -> ", not " + number(wanted))
              .collect(Collectors.joining())
          + ".";
    }
    if (description.category().isEmpty()
        && description.reference().isPresent()
        && notVisible.nearest().isEmpty()) {
      return "I do not see what you mean by \"" + pronoun(description.reference().get()) + "\".";
    }
    return "I see no "
        + named(description, false)
        + "."
        + notVisible.nearest().map(this::nearest).orElse("");
  }

  private String nearest(NotVisible.Nearest nearest) {
    List<String> against = nearest.against().stream().map(this::part).toList();
    String seen = named(nearest.seen(), false);
    return " There is "
        + indefinite(seen)
        + (against.isEmpty() ? "" : ", but it is not " + joined(against, "and not"))
        + ".";
  }

  @Override
  public String reasons(Candidate candidate) {
    return candidate.reasons().stream()
        .map(
            reason ->
                part(reason.part()) + String.format(Locale.ROOT, " %.2f", reason.probability()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public String part(Part part) {
    return switch (part) {
      case Part.Category category -> indefinite(category.noun());
      case Part.Looks looks -> attribute(looks.attribute());
      case Part.Stands stands -> relation(stands.relation());
      case Part.Ranks ranks -> "the " + ranking(ranks.ranking());
      case Part.IsNot other -> "another than " + described(other.other());
      case Part.SpokenOf spokenOf -> pronoun(spokenOf.reference());
    };
  }

  // Descriptions

  private static String described(ObjectDescription description) {
    return article(description) + named(description, isPlural(description.quantity()));
  }

  private static String article(ObjectDescription description) {
    if (isPronoun(description)) {
      return "";
    }
    boolean other = description.reference().filter(Reference.OTHER::equals).isPresent();
    Quantity quantity = description.quantity();
    OptionalInt number = quantity.number();
    return switch (quantity.choice()) {
          case THE -> "the ";
          case ALL -> number.isPresent() ? "the " + number(number.getAsInt()) + " " : "all ";
          case ANY -> {
            if (number.isEmpty()) {
              yield "";
            }
            String noun = named(description, false);
            yield number.getAsInt() == 1
                ? indefinite(noun).substring(0, indefinite(noun).length() - noun.length())
                : number(number.getAsInt()) + " ";
          }
        }
        + (other ? "other " : "");
  }

  private static boolean isPronoun(ObjectDescription description) {
    return description.category().isEmpty()
        && description
            .reference()
            .filter(reference -> reference != Reference.ONE && reference != Reference.OTHER)
            .isPresent();
  }

  private static boolean isPlural(Quantity quantity) {
    return quantity.choice() != Quantity.Choice.THE && quantity.number().orElse(2) > 1;
  }

  private static String named(ObjectDescription description, boolean plural) {
    var words = new ArrayList<String>();
    description.rankings().stream()
        .filter(ranking -> ranking.to().isEmpty())
        .map(EnglishReplies::ranking)
        .forEach(words::add);
    description.attributes().stream()
        .filter(attribute -> !attribute.negated())
        .map(EnglishReplies::attribute)
        .forEach(words::add);
    String noun = noun(description);
    words.add(plural ? plural(noun) : noun);
    description.attributes().stream()
        .filter(Attribute::negated)
        .map(attribute -> "that is " + attribute(attribute))
        .forEach(words::add);
    description.relations().stream().map(EnglishReplies::relation).forEach(words::add);
    description.rankings().stream()
        .filter(ranking -> ranking.to().isPresent())
        .map(EnglishReplies::ranking)
        .forEach(words::add);
    description.except().stream()
        .map(other -> "other than " + described(other))
        .forEach(words::add);
    return String.join(" ", words);
  }

  private static String noun(ObjectDescription description) {
    if (isPronoun(description)) {
      return pronoun(description.reference().orElseThrow());
    }
    return description.category().orElse(description.reference().isPresent() ? "one" : "thing");
  }

  private static String pronoun(Reference reference) {
    return switch (reference) {
      case IT -> "it";
      case THEM -> "them";
      case THIS -> "this";
      case THAT -> "that";
      case ONE -> "the one";
      case OTHER -> "the other one";
      case SAME -> "the same one";
      case SPEAKER -> "you";
      case ROBOT -> "me";
      case HERE -> "where you are";
      case THERE -> "there";
    };
  }

  private static String attribute(Attribute attribute) {
    return (attribute.negated() ? "not " : "") + String.join(" or ", attribute.values());
  }

  private static String ranking(Ranking ranking) {
    String to = ranking.to().map(object -> " to " + described(object)).orElse("");
    if (ranking.measure() == Measure.FIRST) {
      return (ranking.rank() == 1 ? "first" : ordinal(ranking.rank())) + to;
    }
    String word = ranking.measure() == Measure.CENTRAL ? "middle" : words(ranking.measure());
    return (ranking.rank() == 1 ? word : ordinal(ranking.rank()) + " " + word) + to;
  }

  private static String relation(Relation relation) {
    String place =
        switch (relation.kind()) {
          case AT_LEFT -> "on the left";
          case AT_RIGHT -> "on the right";
          case AT_FRONT -> "at the front";
          case AT_BACK -> "at the back";
          case AT_TOP -> "at the top";
          case AT_BOTTOM -> "at the bottom";
          case AT_MIDDLE -> "in the middle";
          case IN_CORNER -> "in the corner";
          case ORIGIN -> "where it was";
          case FROM -> "from";
          case SAME_COLOUR_AS -> "of the same colour as";
          case SAME_SIZE_AS -> "of the same size as";
          default -> words(relation.kind());
        };
    String objects =
        joined(relation.objects().stream().map(EnglishReplies::described).toList(), "and");
    return (relation.negated() ? "not " : "") + place + (objects.isEmpty() ? "" : " " + objects);
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String ordinal(int rank) {
    return rank < ORDINALS.size() ? ORDINALS.get(rank) : rank + "th";
  }

  private static String number(int number) {
    return number < NUMBERS.size() ? NUMBERS.get(number) : Integer.toString(number);
  }

  private static String indefinite(String noun) {
    return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }

  private static String plural(String noun) {
    return noun.endsWith("x") || noun.endsWith("s") || noun.endsWith("ch")
        ? noun + "es"
        : noun + "s";
  }

  private static String joined(List<String> parts, String word) {
    if (parts.size() < 2) {
      return String.join("", parts);
    }
    String comma = parts.size() > 2 ? ", " : " ";
    return String.join(", ", parts.subList(0, parts.size() - 1))
        + comma
        + word
        + " "
        + parts.getLast();
  }
}
