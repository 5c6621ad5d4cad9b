package dev.jclip.search.query;

import dev.jclip.embed.Embeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text or image of a query that is a sum.
 *
 * @param weight below 0 for what the results shall be unlike
 * @param concept the text, or the image's file
 */
public record WeightedTerm(double weight, String concept) {
  private static final double LEAST_NORM = 1e-6;
  private static final Pattern WEIGHTED =
      Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)\\s*\\*\\s*(.+)");

  /** Words, with what stands in double quotes kept together. */
  private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|\\S)+");

  /**
   * Reads a query such as {@code red shoe - heel + 0.5*photo.jpg}, in one argument or several: a
   * lone {@code +} or {@code -} begins a term, and the words up to the next one belong to it. What
   * stands in double quotes is one text or image. A number before {@code *} is a term's weight,
   * unless a digit follows, as in {@code 2*3 grid}, which is a text.
   *
   * @param isPicture whether a name is an image's, and so no sum and no weight, whatever it holds
   * @throws IllegalArgumentException if a term is empty, or there is none
   */
  public static List<WeightedTerm> parse(List<String> arguments, Predicate<String> isPicture) {
    List<String> words =
        arguments.stream().flatMap(argument -> words(argument, isPicture)).toList();
    var terms = new ArrayList<WeightedTerm>();
    var concept = new ArrayList<String>();
    double sign = 1;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.equals("+") && !word.equals("-")) {
        concept.add(word);
        continue;
      }
      if (i > 0) {
        terms.add(term(sign, concept, words, isPicture));
        concept.clear();
      }
      sign = word.equals("-") ? -1 : 1;
    }
    terms.add(term(sign, concept, words, isPicture));
    return List.copyOf(terms);
  }

  private static Stream<String> words(String argument, Predicate<String> isPicture) {
    Matcher weighted = WEIGHTED.matcher(argument);
    boolean isOnePicture =
        isPicture.test(argument) || (weighted.matches() && isPicture.test(weighted.group(2)));
    return isOnePicture
        ? Stream.of(argument)
        : WORD.matcher(argument).results().map(MatchResult::group);
  }

  private static WeightedTerm term(
      double sign, List<String> concept, List<String> words, Predicate<String> isPicture) {
    String text = String.join(" ", concept).strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: expected a text or an image behind and between + and -, found none"
              .formatted(words.isEmpty() ? "query" : String.join(" ", words)));
    }
    Matcher weighted = WEIGHTED.matcher(text);
    if (isPicture.test(text) || !weighted.matches()) {
      return new WeightedTerm(sign, unquoted(text));
    }
    String rest = weighted.group(2).strip();
    return Character.isDigit(rest.charAt(0)) && !isPicture.test(rest)
        ? new WeightedTerm(sign, unquoted(text))
        : new WeightedTerm(sign * Double.parseDouble(weighted.group(1)), unquoted(rest));
  }

  /** Without the quotes around all of it. */
  private static String unquoted(String text) {
    boolean isQuoted =
        text.length() > 2 && text.startsWith("\"") && text.indexOf('"', 1) == text.length() - 1;
    return isQuoted ? text.substring(1, text.length() - 1) : text;
  }

  /**
   * The weighted sum of the terms' vectors, of norm 1.
   *
   * @param encoder gives a concept's vector
   * @throws IllegalArgumentException if the sum is zero, and so points nowhere
   */
  public static QueryVector sum(List<WeightedTerm> terms, Function<String, QueryVector> encoder) {
    List<QueryVector> vectors = terms.stream().map(term -> encoder.apply(term.concept())).toList();
    float[] sum = new float[vectors.getFirst().values().length];
    for (int term = 0; term < terms.size(); term++) {
      float[] values = vectors.get(term).values();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (float) (terms.get(term).weight() * values[i]);
      }
    }
    if (!(Math.sqrt(Embeddings.dot(sum, sum)) > LEAST_NORM)) {
      throw new IllegalArgumentException("query: its terms add up to nothing");
    }
    return new QueryVector(Embeddings.normalize(sum), parts(terms, vectors));
  }

  private static List<QueryVector.Part> parts(List<WeightedTerm> terms, List<QueryVector> vectors) {
    return IntStream.range(0, terms.size())
        .boxed()
        .flatMap(term -> vectors.get(term).parts().stream().map(terms.get(term)::weighted))
        .toList();
  }

  private QueryVector.Part weighted(QueryVector.Part part) {
    return new QueryVector.Part(weight * part.weight(), part.kind());
  }
}
