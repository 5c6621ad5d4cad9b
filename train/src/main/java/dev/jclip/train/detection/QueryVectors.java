package dev.jclip.train.detection;

import dev.jclip.embed.Embeddings;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The vectors of phrases, of norm 1, each computed once by a text tower that never changes. Owns
 * the model. Safe for many threads, but for {@link #prepare}.
 */
final class QueryVectors implements AutoCloseable {
  private static final int AT_ONCE = 64;

  private final ModelEncoder model;
  private final Tokenizer tokenizer;
  private final Map<String, float[]> vectors = new ConcurrentHashMap<>();

  QueryVectors(ModelEncoder model, Tokenizer tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
  }

  /** Computes the vectors of those phrases that are new. */
  void prepare(Collection<String> phrases) {
    List<String> missing =
        phrases.stream().distinct().filter(phrase -> !vectors.containsKey(phrase)).toList();
    for (int from = 0; from < missing.size(); from += AT_ONCE) {
      List<String> some = missing.subList(from, Math.min(missing.size(), from + AT_ONCE));
      List<float[]> encoded =
          model.encodeTexts(some.stream().map(this::ids).toArray(long[][]::new));
      for (int i = 0; i < some.size(); i++) {
        vectors.put(some.get(i), Embeddings.normalize(encoded.get(i)));
      }
    }
  }

  private long[] ids(String phrase) {
    int[] ids = tokenizer.tokenize(phrase, model.config().text().contextLength()).ids();
    return Arrays.stream(ids).asLongStream().toArray();
  }

  /** The vector of a phrase that was prepared. */
  float[] of(String phrase) {
    return Objects.requireNonNull(vectors.get(phrase), phrase);
  }

  @Override
  public void close() {
    model.close();
  }
}
