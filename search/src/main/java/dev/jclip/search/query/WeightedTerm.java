package dev.jclip.search.query;

import dev.jclip.embed.Embeddings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text or picture of a query that is a sum.
 *
 * @param weight below 0 for what the results shall be unlike
 * @param concept the text, or the picture's file
 */
public record WeightedTerm(double weight, String concept) {
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
   * @param encoder gives a concept's vector of norm 1
   * @throws IllegalArgumentException if the sum is zero, and so points nowhere
   */
  public static float[] sum(List<WeightedTerm> terms, Function<String, float[]> encoder) {
    float[] sum = new float[0];
    for (WeightedTerm term : terms) {
      float[] vector = encoder.apply(term.concept());
      if (sum.length == 0) {
        sum = new float[vector.length];
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (float) (term.weight() * vector[i]);
      }
    }
    double norm = Math.sqrt(Embeddings.dot(sum, sum));
    if (!(norm > 1e-6)) {
      throw new IllegalArgumentException("query: its terms add up to nothing");
    }
    return Embeddings.normalize(sum);
  }
}
