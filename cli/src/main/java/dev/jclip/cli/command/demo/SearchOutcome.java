package dev.jclip.cli.command.demo;

import dev.jclip.embed.Embeddings;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How the images stand after a query, best first.
 *
 * @param right how many images are what the query describes
 */
record SearchOutcome(List<Result> results, int right) {
  /**
   * An image's place.
   *
   * @param index of the image
   * @param isRight whether it is what the query describes
   */
  record Result(int index, double similarity, boolean isRight) {}

  /** Compares a query with all images. */
  static SearchOutcome of(
      DemoQuery query, float[] embedding, List<SceneFacts> scenes, List<float[]> embeddings) {
    List<Result> results =
        IntStream.range(0, scenes.size())
            .mapToObj(
                i ->
                    new Result(
                        i,
                        Embeddings.dot(embedding, embeddings.get(i)),
                        query.isRight().test(scenes.get(i))))
            .sorted(Comparator.comparingDouble(Result::similarity).reversed())
            .toList();
    return new SearchOutcome(
        results, Math.toIntExact(results.stream().filter(Result::isRight).count()));
  }

  /** The best results. */
  List<Result> first(int count) {
    return results.subList(0, count);
  }

  /** How many of the best results are right. */
  int rightAmongFirst(int count) {
    return Math.toIntExact(first(count).stream().filter(Result::isRight).count());
  }

  /** The share of the right images that stand among as many results; none if no image is right. */
  OptionalDouble recall() {
    return right == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) rightAmongFirst(right) / right);
  }
}
