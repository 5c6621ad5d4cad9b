package dev.jclip.grounding.command;

import dev.jclip.grounding.command.Quantity.Choice;
import dev.jclip.grounding.command.grammar.Grammar;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes structures in words: "the second red mug from the left that is not on the book". The words
 * are the grammar's, so that a {@link CommandParser} of the same grammar reads them again.
 * Immutable.
 */
public final class Wording {
  private static final Set<Reference> PLACES = EnumSet.of(Reference.HERE, Reference.THERE);

  private final Grammar grammar;

  /** Words of a language. */
  public Wording(Grammar grammar) {
    this.grammar = grammar;
  }

  /** Which of several is meant: "the red mug on the left, or the one on the book?". */
  public String question(List<ObjectDescription> objects) {
    return joined(objects.stream().map(this::object).toList(), "question");
  }

  /** What is to be done: "pick up the mug, then put it on the book". */
  public String instruction(Instruction instruction) {
    return joined(instruction.steps().stream().map(this::step).toList(), "then");
  }

  /** One thing to do: "put the mug on the book". */
  public String step(Step step) {
    String pattern = grammar.phrasing(pattern(step));
    String to =
        step.destination()
            .map(this::destination)
            .or(() -> step.motion().map(this::motion))
            .orElse("");
    String measure = step.measure().flatMap(by -> word("aspect", by)).orElse("");
    String words =
        pattern
            .replace("{objects}", joined(step.objects().stream().map(this::object).toList(), "and"))
            .replace("{to}", to)
            .replace("{measure}", measure)
            .strip();
    return words
        + step.manner().stream()
            .flatMap(manner -> word("manner", manner).stream())
            .map(manner -> " " + manner)
            .collect(Collectors.joining());
  }

  private String pattern(Step step) {
    boolean many = step.objects().size() > 1 || step.objects().stream().anyMatch(Wording::isMany);
    return switch (step.verb()) {
      case PUT -> step.destination().isPresent() ? "put" : "put down";
      case LOOK -> step.objects().isEmpty() ? "glance" : "look";
      case COMPARE ->
          step.measure().flatMap(by -> word("aspect", by)).isPresent() ? "compare by" : "compare";
      case WAIT_FOR ->
          switch (step.event().orElse(Step.Event.APPEARS)) {
            case APPEARS -> many ? "appear" : "appears";
            case DISAPPEARS -> many ? "disappear" : "disappears";
          };
      default -> step.verb().toString();
    };
  }

  private String motion(Motion motion) {
    String direction = word("direction", motion.direction()).orElse(motion.direction().toString());
    if (motion.metres().isPresent()) {
      return grammar
          .phrasing("motion by")
          .replace("{direction}", direction)
          .replace("{length}", String.format(Locale.ROOT, "%s", motion.metres().getAsDouble()));
    }
    return grammar
        .phrasing(motion.slightly() ? "motion slightly" : "motion")
        .replace("{direction}", direction);
  }

  /** Which object is meant: "the red mug on the left". */
  public String object(ObjectDescription object) {
    String words = joinedWords(parts(object));
    return object.except().isEmpty()
        ? words
        : grammar
            .phrasing("but not")
            .replace("{object}", words)
            .replace("{other}", joined(object.except().stream().map(this::object).toList(), "and"));
  }

  private List<String> parts(ObjectDescription object) {
    var parts = new ArrayList<String>();
    if (isPronoun(object)) {
      parts.add(pronoun(object));
    } else {
      var noun = new ArrayList<String>();
      object.rankings().forEach(ranking -> before(ranking).ifPresent(noun::add));
      attributes(object, false).forEach(noun::add);
      noun.add(noun(object));
      parts.add(determiner(object, noun.getFirst()));
      parts.addAll(noun);
    }
    object.rankings().forEach(ranking -> behind(ranking).ifPresent(parts::add));
    for (Relation relation : object.relations()) {
      parts.add(
          relation.negated() && relation.kind() != Relation.Kind.WITH
              ? not(object, relation(relation))
              : relation(relation));
    }
    attributes(object, true).forEach(attribute -> parts.add(not(object, attribute)));
    return parts;
  }

  private String not(ObjectDescription object, String what) {
    return grammar.phrasing(isMany(object) ? "are not" : "is not").replace("{what}", what);
  }

  /** Whether the reference says all, and no noun follows. */
  private static boolean isPronoun(ObjectDescription object) {
    return object.category().isEmpty()
        && object.attributes().stream().allMatch(Attribute::negated)
        && object.rankings().isEmpty()
        && object
            .reference()
            .filter(
                reference ->
                    switch (reference) {
                      case IT, THEM, SPEAKER, ROBOT, HERE, THERE -> true;
                      case THIS, THAT -> object.relations().isEmpty();
                      case ONE, OTHER, SAME -> false;
                    })
            .isPresent();
  }

  private String pronoun(ObjectDescription object) {
    Reference reference = object.reference().orElseThrow();
    Quantity quantity = object.quantity();
    if (reference != Reference.THEM) {
      return grammar.phrasing(reference + (isMany(object) ? " many" : ""));
    }
    if (quantity.choice() == Choice.ALL) {
      return grammar.phrasing(quantity.number().orElse(0) == 2 ? "both of them" : "them");
    }
    return switch (quantity.number().orElse(0)) {
      case 0 -> grammar.phrasing("of them any");
      case 1 -> grammar.phrasing("of them a");
      default -> numbered("of them number", quantity);
    };
  }

  private String determiner(ObjectDescription object, String next) {
    Quantity quantity = object.quantity();
    Optional<Reference> reference =
        object.reference().filter(named -> named != Reference.ONE && named != Reference.THEM);
    boolean isOne = quantity.choice() == Choice.ANY && quantity.number().orElse(0) == 1;
    if (reference.isPresent()) {
      boolean points = reference.get() == Reference.THIS || reference.get() == Reference.THAT;
      String word =
          grammar.phrasing(
              (isOne && reference.get() == Reference.OTHER ? "a " : "")
                  + reference.get()
                  + (points && isMany(object) ? " many" : ""));
      return quantity.number().isPresent() && !isOne ? word + " " + number(quantity) : word;
    }
    if (isOne) {
      return grammar.phrasing(next.matches(grammar.phrasing("vowel")) ? "a before" : "a");
    }
    return quantity.number().isPresent()
        ? numbered(quantity.choice() + " number", quantity)
        : grammar.phrasing(quantity.choice().toString());
  }

  private String numbered(String key, Quantity quantity) {
    return grammar.phrasing(key).replace("{number}", number(quantity));
  }

  private String number(Quantity quantity) {
    String digits = String.valueOf(quantity.number().orElseThrow());
    return grammar.word("numbers", digits).orElse(digits);
  }

  private String noun(ObjectDescription object) {
    boolean many = isMany(object);
    if (object.category().isPresent()) {
      String category = object.category().get();
      return many ? grammar.plural(category) : category;
    }
    return grammar.phrasing(
        object.reference().isPresent() ? (many ? "ones" : "one") : (many ? "things" : "thing"));
  }

  /** Whether several are meant, so that the noun is in the plural. */
  private static boolean isMany(ObjectDescription object) {
    Quantity quantity = object.quantity();
    return quantity.choice() != Choice.THE && quantity.number().orElse(0) != 1;
  }

  /** Colours are joined: "red and white". */
  private List<String> attributes(ObjectDescription object, boolean negated) {
    Map<Attribute.Kind, List<String>> byKind = new LinkedHashMap<>();
    object.attributes().stream()
        .filter(attribute -> attribute.negated() == negated)
        .forEach(
            attribute ->
                byKind
                    .computeIfAbsent(attribute.kind(), kind -> new ArrayList<>())
                    .add(attribute(attribute)));
    return byKind.entrySet().stream()
        .flatMap(
            entry ->
                entry.getKey() == Attribute.Kind.COLOUR && !negated
                    ? Stream.of(joined(entry.getValue(), "and"))
                    : entry.getValue().stream())
        .toList();
  }

  private String attribute(Attribute attribute) {
    return joined(
        attribute.values().stream()
            .map(value -> grammar.word(attribute.kind().toString(), value).orElse(value))
            .toList(),
        "or");
  }

  private Optional<String> before(Ranking ranking) {
    if (ranking.to().isPresent()) {
      return Optional.empty();
    }
    String ordinal = grammar.word("ordinal", String.valueOf(ranking.rank())).orElse("");
    Optional<String> superlative = word("superlative", ranking.measure());
    if (superlative.isEmpty() || isCounted(ranking)) {
      return Optional.of(ordinal);
    }
    return ranking.rank() == 1 ? superlative : superlative.map(measure -> ordinal + " " + measure);
  }

  private Optional<String> behind(Ranking ranking) {
    if (ranking.to().isPresent()) {
      String to = object(ranking.to().get());
      return Optional.of(grammar.phrasing(ranking.measure() + " to").replace("{object}", to));
    }
    return isCounted(ranking) ? word("from side", ranking.measure()) : Optional.empty();
  }

  /** Whether it is said as "the second from the left". */
  private boolean isCounted(Ranking ranking) {
    return ranking.rank() > 1 && word("from side", ranking.measure()).isPresent();
  }

  /** Where something is to be: "onto the book". */
  private String destination(Relation relation) {
    boolean enters = relation.kind() == Relation.Kind.ON || relation.kind() == Relation.Kind.IN;
    boolean isPlace =
        relation.kind() == Relation.Kind.TO
            && relation.objects().getFirst().reference().filter(PLACES::contains).isPresent();
    if (isPlace) {
      return object(relation.objects().getFirst());
    }
    return relation(enters ? "to " + relation.kind() : relation.kind().toString(), relation);
  }

  /** Where something is: "to the left of the box". */
  public String relation(Relation relation) {
    boolean isWithout = relation.kind() == Relation.Kind.WITH && relation.negated();
    return relation(isWithout ? "without" : relation.kind().toString(), relation);
  }

  private String relation(String key, Relation relation) {
    return grammar
        .phrasing(key)
        .replace("{object}", joined(relation.objects().stream().map(this::object).toList(), "and"));
  }

  private Optional<String> word(String name, Enum<?> value) {
    return grammar.word(name, value.toString());
  }

  /** The last two joined by one pattern, those before by that of lists. */
  private String joined(List<String> parts, String pattern) {
    if (parts.isEmpty()) {
      return "";
    }
    String last = parts.getLast();
    if (parts.size() == 1) {
      return last;
    }
    String first = String.join(", ", parts.subList(0, parts.size() - 1));
    return grammar.phrasing(pattern).replace("{first}", first).replace("{last}", last);
  }

  private static String joinedWords(List<String> words) {
    return words.stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
  }
}
