package dev.jclip.train.detection;

import dev.jclip.embed.Embeddings;
import dev.jclip.model.inference.ModelEncoder;
import dev.jclip.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The vectors of phrases, of norm 1, each computed once by a text tower that never changes. Owns
 * the model. Safe for many threads, but for {@link #prepare}.
 */
final class QueryVectors implements AutoCloseable {
  private final ModelEncoder model;
  private final Tokenizer tokenizer;
  private final Map<String, float[]> vectors = new ConcurrentHashMap<>();

  QueryVectors(ModelEncoder model, Tokenizer tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
  }

  /**
   * Computes the vectors of those phrases that are new, each by itself: computed together, their
   * last bits would depend on which others were new, and so on where a run went on.
   */
  void prepare(Collection<String> phrases) {
    for (String phrase : phrases) {
      vectors.computeIfAbsent(phrase, this::encoded);
    }
  }

  private float[] encoded(String phrase) {
    return Embeddings.normalize(model.encodeTexts(new long[][] {ids(phrase)}).getFirst());
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
