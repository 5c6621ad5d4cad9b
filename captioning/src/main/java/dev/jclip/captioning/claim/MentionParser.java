package dev.jclip.captioning.claim;

import dev.jclip.captioning.claim.Mentions.Relation;
import dev.jclip.captioning.claim.Mentions.Thing;
import dev.jclip.captioning.claim.Phrases.Phrase;
import dev.jclip.captioning.claim.Phrases.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the things that captions mention, and the relations that they state between two of them.
 * Words that its vocabulary does not have are no mentions. Immutable; thread-safe.
 */
public final class MentionParser {
  /** What may stand between a thing and its relation, and between that and the other thing. */
  private static final String AROUND =
      "(?:is|are|that|which|stands?|standing|lies|lying|sits?|sitting)";

  private final Vocabulary vocabulary;
  private final Phrases phrases;
  private final List<Relating> relatings;

  /** A relation's name, and what stands between two things that have it. */
  private record Relating(String name, Pattern between) {}

  private MentionParser(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.phrases = new Phrases(vocabulary);
    this.relatings =
        vocabulary.relations().stream()
            .map(
                words ->
                    new Relating(
                        words.getFirst(),
                        Pattern.compile(
                            "\\s+(?:%s\\s+)*(?:%s)\\s+(?:the\\s+)?"
                                .formatted(AROUND, String.join("|", words)),
                            Pattern.CASE_INSENSITIVE)))
            .toList();
  }

  /** A parser of English captions. */
  public static MentionParser english() {
    return new MentionParser(Vocabulary.english());
  }

  /** The same, which also knows things by these names; each is one in lower case. */
  public MentionParser knowing(Collection<String> names) {
    return new MentionParser(vocabulary.with(names));
  }

  /** What a caption mentions. */
  public Mentions mentions(String caption) {
    List<Phrase> found = phrases.of(caption);
    List<Relation> relations = new ArrayList<>(ordered(caption, found.size()));
    for (int i = 0; i + 1 < found.size(); i++) {
      int subject = i;
      String between = caption.substring(found.get(i).last().to(), found.get(i + 1).first().from());
      relatings.stream()
          .filter(relating -> relating.between().matcher(between).matches())
          .findFirst()
          .ifPresent(
              relating -> relations.add(new Relation(subject, relating.name(), subject + 1)));
    }
    return new Mentions(found.stream().map(this::thing).toList(), relations);
  }

  private Thing thing(Phrase phrase) {
    Optional<String> colour =
        phrase.tokens().stream()
            .limit(phrase.tokens().size() - 1L)
            .map(Token::word)
            .filter(vocabulary::isColour)
            .reduce((earlier, later) -> later);
    return new Thing(phrase.noun().word(false), colour, phrase.number());
  }

  /** All things have the relation to the next one where they are named "from left to right". */
  private List<Relation> ordered(String caption, int things) {
    String words = caption.toLowerCase(Locale.ROOT);
    return vocabulary.orders().stream()
        .filter(order -> words.contains(order.getFirst()))
        .flatMap(
            order ->
                IntStream.range(0, Math.max(0, things - 1))
                    .mapToObj(i -> new Relation(i, order.getLast(), i + 1)))
        .collect(Collectors.toList());
  }

  /**
   * Whether two names, or two colours, may both be true of one thing, such as cup and mug, shoe and
   * casual shoe, blue and navy blue.
   */
  public boolean agree(String name, String other) {
    String one = ofOne(name);
    String another = ofOne(other);
    return !vocabulary.exclude(one, another)
        || one.endsWith(" " + another)
        || another.endsWith(" " + one);
  }

  private String ofOne(String name) {
    return vocabulary.noun(name).map(noun -> noun.word(false)).orElse(name);
  }
}
