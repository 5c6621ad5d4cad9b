package dev.jclip.search.query;

import dev.jclip.embed.Embeddings;
import dev.jclip.search.IndexSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Takes results one by one, so that each differs from those before: by maximal marginal relevance
 * (Carbonell, Goldstein, SIGIR 1998, doi 10.1145/290941.291025), and without near-duplicates.
 *
 * <p>Similarities between images are much higher than those of texts with images. So relevance
 * counts on one side, from 0 for what unrelated queries reach to 1, and on the other likeness on
 * the same scale: from 0 for images that are as like one another as is usual in the collection, to
 * 1 for the same image.
 */
final class Selection {
  private static final int SAMPLE = 500;

  private final IndexSnapshot snapshot;
  private final SearchRequest request;
  private final IntFunction<float[]> vectors;

  /**
   * Describes a selection.
   *
   * @param vectors gives an image's vector by its ordinal
   */
  Selection(IndexSnapshot snapshot, SearchRequest request, IntFunction<float[]> vectors) {
    this.snapshot = snapshot;
    this.request = request;
    this.vectors = vectors;
  }

  /** A candidate, and what it has in common with what is taken. */
  private static final class Candidate {
    final SearchHit hit;
    final float[] vector;
    double likenessToTaken;

    Candidate(SearchHit hit, float[] vector) {
      this.hit = hit;
      this.vector = vector;
    }
  }

  List<SearchHit> of(List<SearchHit> hits) {
    if (!request.comparesResults()) {
      return hits;
    }
    var candidates = new ArrayList<Candidate>();
    hits.forEach(hit -> candidates.add(new Candidate(hit, vectors.apply(hit.ordinal()))));
    var taken = new ArrayList<SearchHit>();
    while (!candidates.isEmpty() && taken.size() < request.offset() + request.count()) {
      Candidate best = taken.isEmpty() ? candidates.getFirst() : best(candidates);
      candidates.remove(best);
      int before = candidates.size();
      candidates.removeIf(
          candidate ->
              Embeddings.dot(candidate.vector, best.vector) >= request.duplicateSimilarity());
      if (request.diversity() > 0) {
        compare(candidates, best);
      }
      taken.add(
          new SearchHit(
              0,
              best.hit.ordinal(),
              best.hit.similarity(),
              best.hit.relevance(),
              before - candidates.size()));
    }
    return taken;
  }

  private void compare(List<Candidate> candidates, Candidate taken) {
    double usual = LowerHalf.median(similarities(taken.vector));
    for (Candidate candidate : candidates) {
      double above = Embeddings.dot(candidate.vector, taken.vector) - usual;
      double likeness = above <= 0 ? 0 : above / (1 - usual);
      candidate.likenessToTaken = Math.max(candidate.likenessToTaken, likeness);
    }
  }

  private double[] similarities(float[] vector) {
    float[] sample = snapshot.sampledSimilarities(vector, SAMPLE);
    return IntStream.range(0, sample.length).mapToDouble(i -> sample[i]).toArray();
  }

  /** The first of equals, so that without diversity the order stays. */
  private Candidate best(List<Candidate> candidates) {
    if (request.diversity() == 0) {
      return candidates.getFirst();
    }
    Candidate best = candidates.getFirst();
    for (Candidate candidate : candidates) {
      if (value(candidate) > value(best)) {
        best = candidate;
      }
    }
    return best;
  }

  private double value(Candidate candidate) {
    return (1 - request.diversity()) * candidate.hit.relevance()
        - request.diversity() * candidate.likenessToTaken;
  }
}
