package dev.jclip.grounding.command.grammar;

import dev.jclip.grounding.command.grammar.Expression.Choice;
import dev.jclip.grounding.command.grammar.Expression.Constant;
import dev.jclip.grounding.command.grammar.Expression.Cost;
import dev.jclip.grounding.command.grammar.Expression.Labelled;
import dev.jclip.grounding.command.grammar.Expression.Literal;
import dev.jclip.grounding.command.grammar.Expression.Reference;
import dev.jclip.grounding.command.grammar.Expression.Repeat;
import dev.jclip.grounding.command.grammar.Expression.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All ways in which rules match one sentence. What a rule matches at a token is found once and
 * kept.
 */
final class Chart {
  /** So many readings of the same words are kept, the plainest first. */
  private static final int READINGS = 16;

  private final Grammar grammar;
  private final List<Token> tokens;
  private final Map<Place, List<Match>> known = new HashMap<>();

  private record Place(String rule, int at) {}

  /** What an expression matched up to a token. */
  private record Match(int end, List<Slot> slots, int cost, List<Slot> assumed) {
    static Match of(int end, Slot slot) {
      return new Match(end, List.of(slot), 0, List.of());
    }

    Match then(Match next) {
      return new Match(
          next.end, join(slots, next.slots), cost + next.cost, join(assumed, next.assumed));
    }

    private static List<Slot> join(List<Slot> first, List<Slot> second) {
      if (first.isEmpty() || second.isEmpty()) {
        return first.isEmpty() ? second : first;
      }
      return Stream.concat(first.stream(), second.stream()).toList();
    }
  }

  private record Content(int end, List<Slot> slots) {}

  Chart(Grammar grammar, List<Token> tokens) {
    this.grammar = grammar;
    this.tokens = tokens;
  }

  /** The readings of the whole sentence by a rule, the plainest first. */
  List<Derivation> readings(String rule) {
    return rule(rule, 0).stream()
        .filter(match -> match.end() == tokens.size())
        .map(
            match ->
                new Derivation(
                    new Slot(rule, "", labelled(match.slots()), 0, match.end()),
                    match.cost(),
                    match.assumed()))
        .toList();
  }

  private List<Match> match(Expression expression, int at) {
    return switch (expression) {
      case Literal literal ->
          at < tokens.size() && tokens.get(at).word().equals(literal.word())
              ? List.of(Match.of(at + 1, Slot.word(literal.word(), at, at + 1)))
              : List.of();
      case Reference reference -> reference(reference.name(), at);
      case Labelled labelled ->
          match(labelled.part(), at).stream().map(found -> label(labelled, at, found)).toList();
      case Constant constant ->
          List.of(Match.of(at, new Slot(constant.label(), constant.value(), List.of(), at, at)));
      case Cost cost -> List.of(new Match(at, List.of(), cost.amount(), List.of()));
      case Sequence sequence -> sequence(sequence.parts(), at);
      case Choice choice ->
          choice.parts().stream().flatMap(part -> match(part, at).stream()).toList();
      case Repeat repeat -> repeat(repeat, at);
    };
  }

  private List<Match> sequence(List<Expression> parts, int at) {
    List<Match> matches = List.of(nothing(at));
    for (Expression part : parts) {
      matches = extended(matches, part);
    }
    return matches;
  }

  private List<Match> extended(List<Match> matches, Expression part) {
    var longer = new ArrayList<Match>();
    for (Match match : matches) {
      for (Match next : match(part, match.end())) {
        longer.add(match.then(next));
      }
    }
    return longer;
  }

  private List<Match> repeat(Repeat repeat, int at) {
    var all = new ArrayList<Match>();
    List<Match> matches = List.of(nothing(at));
    for (int times = 0; !matches.isEmpty(); times++) {
      if (times >= repeat.minimum()) {
        all.addAll(matches);
      }
      if (times > 0 && !repeat.many()) {
        break;
      }
      var longer = new ArrayList<Match>();
      for (Match match : matches) {
        for (Match next : match(repeat.part(), match.end())) {
          if (next.end() > match.end()) {
            longer.add(match.then(next));
          }
        }
      }
      matches = longer;
    }
    return all;
  }

  private static Match nothing(int at) {
    return new Match(at, List.of(), 0, List.of());
  }

  /** A slot of text where the part has words alone, else one of the labelled slots within. */
  private static Match label(Labelled labelled, int at, Match found) {
    List<Slot> within = labelled(found.slots());
    String text =
        within.isEmpty()
            ? found.slots().stream().map(Slot::text).collect(Collectors.joining(" "))
            : "";
    var slot = new Slot(labelled.label(), text, within, at, found.end());
    return new Match(found.end(), List.of(slot), found.cost(), found.assumed());
  }

  private static List<Slot> labelled(List<Slot> slots) {
    return slots.stream().filter(slot -> !slot.label().isEmpty()).toList();
  }

  private List<Match> reference(String name, int at) {
    if (grammar.rules().containsKey(name)) {
      return rule(name, at);
    }
    return grammar.vocabulary().find(name, tokens, at).stream()
        .map(
            word -> {
              Slot slot = Slot.word(word.value(), at, word.end());
              return new Match(
                  word.end(),
                  List.of(slot),
                  word.cost(),
                  word.assumed() ? List.of(slot) : List.of());
            })
        .toList();
  }

  private List<Match> rule(String name, int at) {
    var place = new Place(name, at);
    List<Match> found = known.get(place);
    if (found == null) {
      found = plainest(match(grammar.rule(name), at));
      known.put(place, found);
    }
    return found;
  }

  /** Each content once, and of each length so many; words are dropped where labels say all. */
  private static List<Match> plainest(List<Match> matches) {
    var best = new LinkedHashMap<Content, Match>();
    for (Match match : matches) {
      List<Slot> within = labelled(match.slots());
      List<Slot> slots = within.isEmpty() ? match.slots() : within;
      var kept = new Match(match.end(), slots, match.cost(), match.assumed());
      best.merge(
          new Content(match.end(), slots),
          kept,
          (one, other) -> other.cost() < one.cost() ? other : one);
    }
    var counts = new HashMap<Integer, Integer>();
    return best.values().stream()
        .sorted(Comparator.comparingInt(Match::cost))
        .filter(match -> counts.merge(match.end(), 1, Integer::sum) <= READINGS)
        .toList();
  }
}
