package dev.jclip.grounding.command;

import dev.jclip.grounding.command.StructureReader.Reading;
import dev.jclip.grounding.command.Understanding.NotUnderstood;
import dev.jclip.grounding.command.Understanding.Part;
import dev.jclip.grounding.command.Understanding.Reason;
import dev.jclip.grounding.command.Understanding.Understood;
import dev.jclip.grounding.command.grammar.Derivation;
import dev.jclip.grounding.command.grammar.Grammar;
import dev.jclip.grounding.command.grammar.Slot;
import dev.jclip.grounding.command.grammar.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a person says by a grammar. The same sentence always has the same structure. A
 * sentence outside the grammar is refused as a whole, with the part that was not understood, and
 * never taken for something similar. Immutable; safe for many threads at once if its rewriter is.
 */
public final class CommandParser {
  /** A sentence with more words and marks is refused. */
  private static final int TOKENS = 60;

  /** Readings that are so much more far-fetched than the plainest one are told as alternatives. */
  private static final int MARGIN = 2;

  /** A rest of a sentence that is more far-fetched than this is none. */
  private static final int FARTHEST = 10;

  /** So many rests of a sentence are read at most, which bounds the time that a long one takes. */
  private static final int TRIES = 500;

  private record Read(Derivation derivation, Reading reading) {}

  /** What became of words, and how far-fetched it is. */
  private record Outcome(Understanding understanding, int cost) {}

  private final Grammar grammar;
  private final StructureReader structures;
  private final Optional<Rewriter> rewriter;

  /** A parser that reads sentences as they are. */
  public CommandParser(Grammar grammar) {
    this(grammar, Optional.empty());
  }

  /** A parser that has sentences outside the grammar rewritten. */
  public CommandParser(Grammar grammar, Rewriter rewriter) {
    this(grammar, Optional.of(rewriter));
  }

  private CommandParser(Grammar grammar, Optional<Rewriter> rewriter) {
    this.grammar = grammar;
    this.structures = new StructureReader(grammar);
    this.rewriter = rewriter;
  }

  /** Reads what a person says; what the rewriter throws is thrown. */
  public Understanding parse(String sentence) {
    Understanding understanding = parseAsItIs(sentence);
    if (rewriter.isPresent()
        && understanding instanceof NotUnderstood refused
        && refused.reason() == Reason.OUTSIDE) {
      String rewritten = rewriter.get().rewrite(sentence);
      if (parseAsItIs(rewritten) instanceof Understood understood) {
        return new Understood(
            understood.utterance(),
            understood.alternatives(),
            understood.assumed(),
            Optional.of(rewritten));
      }
    }
    return understanding;
  }

  private Understanding parseAsItIs(String sentence) {
    List<Token> tokens = grammar.tokens(sentence);
    if (tokens.isEmpty()) {
      return refusal(Reason.EMPTY, new Part(0, 0, ""));
    }
    Optional<Slot> phrase =
        tokens.size() > TOKENS
            ? Optional.of(span(TOKENS, tokens.size()))
            : grammar.refusedPhrase(tokens);
    if (phrase.isPresent()) {
      return refusal(Reason.OUTSIDE, part(sentence, tokens, phrase.get()));
    }
    return read(sentence, tokens)
        .map(Outcome::understanding)
        .orElseGet(() -> outside(sentence, tokens));
  }

  /** Empty if the sentence is outside the grammar. */
  private Optional<Outcome> read(String sentence, List<Token> tokens) {
    List<Read> all =
        grammar.readings(tokens).stream()
            .map(derivation -> new Read(derivation, structures.read(derivation.slots())))
            .toList();
    Optional<Derivation> plainest =
        all.stream()
            .filter(read -> read.reading().utterance().isPresent())
            .map(Read::derivation)
            .findFirst();
    if (plainest.isEmpty()) {
      return all.stream()
          .flatMap(read -> read.reading().fault().stream())
          .findFirst()
          .map(fault -> refusal(fault.reason(), part(sentence, tokens, fault.part())))
          .map(refused -> new Outcome(refused, 0));
    }
    int cost = plainest.get().cost();
    List<Utterance> utterances =
        all.stream()
            .filter(read -> read.derivation().cost() <= cost + MARGIN)
            .flatMap(read -> read.reading().utterance().stream())
            .distinct()
            .toList();
    var understood =
        new Understood(
            utterances.getFirst(),
            utterances.subList(1, utterances.size()),
            plainest.get().assumed().stream().map(slot -> part(sentence, tokens, slot)).toList(),
            Optional.empty());
    return Optional.of(new Outcome(understood, cost));
  }

  /**
   * Finds the part without which the sentence is understood: a short one that leaves plain words.
   */
  private NotUnderstood outside(String sentence, List<Token> tokens) {
    NotUnderstood best = refusal(Reason.OUTSIDE, part(sentence, tokens, span(0, tokens.size())));
    int least = tokens.size() + FARTHEST;
    int tries = TRIES;
    for (int length = 1; length < Math.min(least, tokens.size()); length++) {
      for (int from = tokens.size() - length; from >= 0 && tries > 0; from--) {
        tries--;
        var rest = new ArrayList<>(tokens.subList(0, from));
        rest.addAll(tokens.subList(from + length, tokens.size()));
        Optional<Outcome> outcome = read(sentence, rest);
        if (outcome.isPresent()
            && outcome.get().understanding() instanceof Understood understood
            && length + outcome.get().cost() < least) {
          least = length + outcome.get().cost();
          Part part = part(sentence, tokens, span(from, from + length));
          best = refusal(Reason.OUTSIDE, part, Optional.of(understood.utterance()));
        }
      }
    }
    return best;
  }

  private static Slot span(int from, int to) {
    return new Slot("", "", List.of(), from, to);
  }

  private NotUnderstood refusal(Reason reason, Part part) {
    return refusal(reason, part, Optional.empty());
  }

  private NotUnderstood refusal(Reason reason, Part part, Optional<Utterance> rest) {
    return new NotUnderstood(
        reason, part, rest, grammar.phrasing("message " + reason).replace("{part}", part.text()));
  }

  private static Part part(String sentence, List<Token> tokens, Slot slot) {
    int start = tokens.get(slot.from()).start();
    int end = tokens.get(slot.to() - 1).end();
    return new Part(start, end, sentence.substring(start, end));
  }
}
