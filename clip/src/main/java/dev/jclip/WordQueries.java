package dev.jclip;

import dev.jclip.tokenizer.TokenizedText;
import dev.jclip.tokenizer.Tokenizer;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Vectors of queries in words, which are remembered. Safe for many threads at once. */
final class WordQueries {
  private final Supplier<Tokenizer> tokenizer;
  private final int context;
  private final Consumer<TokenizedText> truncationListener;
  private final TextVectors vectors;

  /**
   * Queries of a model.
   *
   * @param context ids of a text at most, start and end included
   * @param encoder makes vectors of texts' ids, one for each
   */
  WordQueries(
      Supplier<Tokenizer> tokenizer,
      int context,
      Consumer<TokenizedText> truncationListener,
      Function<long[][], List<float[]>> encoder) {
    this.tokenizer = tokenizer;
    this.context = context;
    this.truncationListener = truncationListener;
    vectors =
        new TextVectors(
            texts -> encoder.apply(texts.stream().map(this::ids).toArray(long[][]::new)));
  }

  /**
   * The vector of each query.
   *
   * @throws IllegalArgumentException if a query is empty
   */
  List<float[]> vectors(List<String> queries) {
    Objects.requireNonNull(queries, "queries");
    for (int i = 0; i < queries.size(); i++) {
      if (queries.get(i).isBlank()) {
        throw new IllegalArgumentException(
            "queries: expected words for what is looked for, found that query %d of %d is empty"
                .formatted(i + 1, queries.size()));
      }
    }
    return vectors.of(queries);
  }

  private long[] ids(String text) {
    TokenizedText tokens = tokenizer.get().tokenize(text, context);
    if (tokens.truncated()) {
      truncationListener.accept(tokens);
    }
    return IntStream.of(tokens.ids()).asLongStream().toArray();
  }
}
