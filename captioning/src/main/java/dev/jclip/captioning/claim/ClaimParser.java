package dev.jclip.captioning.claim;

import dev.jclip.captioning.claim.Claim.Kind;
import dev.jclip.captioning.claim.Phrases.Phrase;
import dev.jclip.captioning.claim.Phrases.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cuts captions into claims by a vocabulary of colours, numbers, things and relations. Words that
 * it does not know make no claims. Immutable; thread-safe.
 */
public final class ClaimParser {
  private static final Pattern ARTICLE = Pattern.compile("\\b([Aa])n? (?=(\\p{L}))");

  private final Vocabulary vocabulary;
  private final Phrases phrases;

  private ClaimParser(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.phrases = new Phrases(vocabulary);
  }

  /** A parser of English captions. */
  public static ClaimParser english() {
    return new ClaimParser(Vocabulary.english());
  }

  /** All claims of a caption, in its order; none if it has no word that makes one. */
  public List<Claim> claims(String caption) {
    List<Phrase> found = phrases.of(caption);
    var claims = new ArrayList<Claim>();
    for (Phrase phrase : found) {
      colours(caption, phrase).forEach(claims::add);
      thing(caption, phrase).ifPresent(claims::add);
      if (phrase.number() > 0) {
        claims.add(count(caption, phrase));
        claims.add(countAlone(caption, phrase));
      }
    }
    total(caption, found).ifPresent(claims::add);
    claims.addAll(relations(caption));
    return claims;
  }

  private Stream<Claim> colours(String caption, Phrase phrase) {
    return phrase.tokens().stream()
        .filter(token -> vocabulary.isColour(token.word()))
        .map(
            token ->
                new Claim(
                    Kind.COLOUR,
                    subject(caption, phrase),
                    caption,
                    vocabulary.otherColours(token.word()).stream()
                        .map(colour -> replaced(caption, token, colour))
                        .toList()));
  }

  /** Nothing is claimed by a word that is true of everything in its group, such as person. */
  private Optional<Claim> thing(String caption, Phrase phrase) {
    List<String> counters =
        vocabulary.otherThings(phrase.noun()).stream()
            .map(other -> replaced(caption, phrase.last(), other))
            .toList();
    return counters.isEmpty()
        ? Optional.empty()
        : Optional.of(new Claim(Kind.THING, subject(caption, phrase), caption, counters));
  }

  private Claim count(String caption, Phrase phrase) {
    return new Claim(
        Kind.COUNT,
        subject(caption, phrase),
        caption,
        otherNumbers(phrase.number())
            .mapToObj(
                number ->
                    fixArticles(
                        caption.substring(0, phrase.first().from())
                            + counted(caption, phrase, number, number == 1 ? "a" : word(number))
                            + caption.substring(phrase.last().to())))
            .toList());
  }

  private Claim countAlone(String caption, Phrase phrase) {
    return new Claim(
        Kind.COUNT_ALONE,
        subject(caption, phrase),
        counted(caption, phrase, phrase.number(), word(phrase.number())),
        otherNumbers(phrase.number())
            .mapToObj(number -> counted(caption, phrase, number, word(number)))
            .toList());
  }

  /** A phrase with another number: {@code two blue bowls} for {@code a blue bowl}. */
  private static String counted(String caption, Phrase phrase, int number, String word) {
    String adjectives = caption.substring(phrase.first().to(), phrase.last().from());
    return word + adjectives + phrase.noun().word(number > 1);
  }

  /** The number of all things, where each phrase has one. */
  private Optional<Claim> total(String caption, List<Phrase> phrases) {
    int total = phrases.stream().mapToInt(Phrase::number).sum();
    boolean isCounted = phrases.stream().allMatch(phrase -> phrase.number() > 0);
    if (phrases.isEmpty() || !isCounted || total > vocabulary.numbers().size()) {
      return Optional.empty();
    }
    String subject =
        caption.substring(phrases.getFirst().first().from(), phrases.getLast().last().to());
    return Optional.of(
        new Claim(
            Kind.TOTAL,
            subject,
            objects(total),
            otherNumbers(total).mapToObj(this::objects).toList()));
  }

  private String objects(int number) {
    return word(number) + (number == 1 ? " object" : " objects");
  }

  private List<Claim> relations(String caption) {
    var claims = new ArrayList<Claim>();
    for (List<String> pair : vocabulary.opposites()) {
      for (int side = 0; side < 2; side++) {
        String opposite = pair.get(1 - side);
        Pattern relation =
            Pattern.compile("\\b" + pair.get(side) + "\\b", Pattern.CASE_INSENSITIVE);
        relation
            .matcher(caption)
            .results()
            .filter(match -> !isPartOfLonger(caption, match))
            .map(
                match ->
                    new Claim(
                        Kind.RELATION,
                        match.group(),
                        caption,
                        List.of(
                            caption.substring(0, match.start())
                                + opposite
                                + caption.substring(match.end()))))
            .forEach(claims::add);
      }
    }
    return claims;
  }

  /**
   * Of {@code to the left of} the words {@code left of} are a part, and make no claim of their own.
   */
  private boolean isPartOfLonger(String caption, MatchResult match) {
    return vocabulary.opposites().stream()
        .flatMap(List::stream)
        .filter(longer -> longer.endsWith(" " + match.group().toLowerCase(Locale.ROOT)))
        .anyMatch(
            longer ->
                caption.regionMatches(
                    true, match.end() - longer.length(), longer, 0, longer.length()));
  }

  private IntStream otherNumbers(int number) {
    return IntStream.rangeClosed(1, vocabulary.numbers().size()).filter(other -> other != number);
  }

  private String word(int number) {
    return vocabulary.numbers().get(number - 1);
  }

  private static String subject(String caption, Phrase phrase) {
    return caption.substring(phrase.first().from(), phrase.last().to());
  }

  private static String replaced(String caption, Token token, String word) {
    return fixArticles(caption.substring(0, token.from()) + word + caption.substring(token.to()));
  }

  /** {@code a apple} becomes {@code an apple}. */
  private static String fixArticles(String text) {
    Matcher matcher = ARTICLE.matcher(text);
    return matcher.replaceAll(
        match ->
            match.group(1)
                + ("aeiou".contains(match.group(2).toLowerCase(Locale.ROOT)) ? "n " : " "));
  }
}
