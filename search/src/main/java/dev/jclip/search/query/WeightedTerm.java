package dev.jclip.search.query;

import dev.jclip.embed.Embeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A text or picture of a query that is a sum.
 *
 * @param weight below 0 for what the results shall be unlike
 * @param concept the text, or the picture's file
 */
public record WeightedTerm(double weight, String concept) {
  private static final double LEAST_NORM = 1e-6;
  private static final Pattern WEIGHTED = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)\\*(.+)");

  /**
   * Reads words such as {@code red shoe - heel + 0.5*photo.jpg}: a lone {@code +} or {@code -}
   * begins a term, and the words up to the next one belong to it.
   *
   * @throws IllegalArgumentException if a term is empty, or there is none
   */
  public static List<WeightedTerm> parse(List<String> words) {
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
        terms.add(term(sign, concept, words));
        concept.clear();
      }
      sign = word.equals("-") ? -1 : 1;
    }
    terms.add(term(sign, concept, words));
    return List.copyOf(terms);
  }

  private static WeightedTerm term(double sign, List<String> concept, List<String> words) {
    String text = String.join(" ", concept).strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: expected a text or a picture behind and between + and -, found none"
              .formatted(words.isEmpty() ? "query" : String.join(" ", words)));
    }
    Matcher weighted = WEIGHTED.matcher(text);
    return weighted.matches()
        ? new WeightedTerm(sign * Double.parseDouble(weighted.group(1)), weighted.group(2).strip())
        : new WeightedTerm(sign, text);
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
